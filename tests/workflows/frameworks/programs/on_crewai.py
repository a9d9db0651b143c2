"""One run on CrewAI, traced by OpenInference: `python on_crewai.py URL FILE`.

Recorded with crewai 1.15.30, openinference-instrumentation-crewai 1.1.21 and openinference-instrumentation-openai
0.1.66.
"""

import logging
import os
import sys

os.environ |= {"CREWAI_DISABLE_TELEMETRY": "true", "CREWAI_DISABLE_TRACKING": "true", "CREWAI_TRACING_ENABLED": "false"}

from agent_run import QUESTION, TOOLS, traced
from crewai import LLM, Agent, Crew, Task
from crewai.tools import tool
from openinference.instrumentation.crewai import CrewAIInstrumentor
from openinference.instrumentation.openai import OpenAIInstrumentor

logging.getLogger("crewai").setLevel(logging.ERROR)  # it warns that it knows no token counts of the scripted model
url, file = sys.argv[1:]
provider = traced(file)
CrewAIInstrumentor().instrument(tracer_provider=provider)
OpenAIInstrumentor().instrument(tracer_provider=provider)

tools = [tool(one.__name__)(one) for one in TOOLS]
for one in tools:
    one.cache_function = lambda *_: False  # else it answers the second equal call itself
model = LLM(model="openai/scripted-1", base_url=url, api_key="none")
agent = Agent(role="clerk", goal="Answer.", backstory="A clerk of a shop.", tools=tools, llm=model, cache=False)
task = Task(description=QUESTION, expected_output="A letter.", agent=agent)
Crew(agents=[agent], tasks=[task], cache=False).kickoff()
provider.shutdown()
