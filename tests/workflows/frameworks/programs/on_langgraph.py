"""One run on LangGraph: `python on_langgraph.py URL FILE openinference|traceloop`."""

import sys

from agent_run import QUESTION, TOOLS, traced
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from langgraph.graph import START, MessagesState, StateGraph

url, file, instrumentation = sys.argv[1:]
provider = traced(file)
if instrumentation == "openinference":
    from openinference.instrumentation.langchain import LangChainInstrumentor
else:
    from opentelemetry.instrumentation.langchain import LangchainInstrumentor as LangChainInstrumentor
LangChainInstrumentor().instrument(tracer_provider=provider)

tools = {one.name: one for one in map(tool, TOOLS)}
model = ChatOpenAI(model="scripted-1", base_url=url, api_key="none").bind_tools(list(tools.values()))


def ask(state):
    return {"messages": [model.invoke(state["messages"])]}


def act(state):
    """Make the calls of a turn one after the other, as many hand-written graphs do."""
    return {"messages": [tools[call["name"]].invoke(call) for call in state["messages"][-1].tool_calls]}


def after_asking(state):
    return "act" if state["messages"][-1].tool_calls else "__end__"


graph = StateGraph(MessagesState)
graph.add_node("ask", ask)
graph.add_node("act", act)
graph.add_edge(START, "ask")
graph.add_conditional_edges("ask", after_asking)
graph.add_edge("act", "ask")
graph.compile().invoke({"messages": [("user", QUESTION)]})
provider.shutdown()
