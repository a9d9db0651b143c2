"""One run on openai-agents over HTTP, traced by OpenInference: `python on_openai_agents.py URL FILE`."""

import sys
from threading import Event

import agent_run
from agent_run import QUESTION, get_customer, search_orders, traced
from agents import Agent, OpenAIChatCompletionsModel, Runner, function_tool
from openai import AsyncOpenAI
from openinference.instrumentation.openai_agents import OpenAIAgentsInstrumentor

weather_asked, news_asked = Event(), Event()


def get_weather(city: str) -> dict[str, str]:
    """Tell the weather of a city, once its news was asked for too: the calls overlap on a slow machine too."""
    weather_asked.set()
    news_asked.wait(30)
    return agent_run.get_weather(city)


def get_news(city: str) -> dict[str, str]:
    """Tell the news of a city."""
    news_asked.set()
    weather_asked.wait(30)
    return agent_run.get_news(city)


url, file = sys.argv[1:]
provider = traced(file)
OpenAIAgentsInstrumentor().instrument(tracer_provider=provider, exclusive_processor=True)  # no upload to OpenAI
model = OpenAIChatCompletionsModel("scripted-1", AsyncOpenAI(base_url=url, api_key="none"))
agent = Agent(
    name="clerk", model=model, tools=list(map(function_tool, (get_customer, get_weather, get_news, search_orders)))
)
Runner.run_sync(agent, QUESTION)
provider.shutdown()
