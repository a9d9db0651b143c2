"""One run on smolagents, traced by OpenInference: `python on_smolagents.py URL FILE`.

Recorded with smolagents[openai] 1.26.0 and openinference-instrumentation-smolagents 0.1.43.
"""

import sys

from agent_run import QUESTION, TOOLS, traced
from openinference.instrumentation.smolagents import SmolagentsInstrumentor
from smolagents import OpenAIServerModel, ToolCallingAgent, tool
from smolagents.agents import EMPTY_PROMPT_TEMPLATES

url, file = sys.argv[1:]
provider = traced(file)
SmolagentsInstrumentor().instrument(tracer_provider=provider)
for one in TOOLS:  # smolagents takes what its arguments mean from the docstring
    (argument,) = (name for name in one.__annotations__ if name != "return")
    one.__doc__ = f"{one.__doc__}\n\nArgs:\n    {argument}: As it was given.\n"
agent = ToolCallingAgent(
    list(map(tool, TOOLS)),
    OpenAIServerModel("scripted-1", api_base=url, api_key="none"),
    EMPTY_PROMPT_TEMPLATES | {"system_prompt": "You are the clerk of a shop."},  # its own is long, and not ours
    name="clerk",
    max_steps=9,
    max_tool_threads=1,  # the calls of a turn in a row
    verbosity_level=0,
)
agent.run(QUESTION)
provider.shutdown()
