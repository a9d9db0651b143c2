"""One run on pydantic-ai with its built-in spans: `python on_pydantic_ai.py URL FILE`."""

import sys

from agent_run import QUESTION, TOOLS, traced
from pydantic_ai import Agent, Tool
from pydantic_ai.models.instrumented import InstrumentationSettings
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.openai import OpenAIProvider

url, file = sys.argv[1:]
provider = traced(file)
Agent.instrument_all(InstrumentationSettings(tracer_provider=provider))
model = OpenAIChatModel("scripted-1", provider=OpenAIProvider(base_url=url, api_key="none"))
agent = Agent(model, name="clerk", tools=[Tool(tool, sequential=True) for tool in TOOLS])
agent.run_sync(QUESTION)
provider.shutdown()
