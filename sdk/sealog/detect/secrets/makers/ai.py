"""Language models and machine learning: their secrets, a row each. Whether one is still valid is not checked.

Source: their API references.
Examples of every row, found and not found: `tests/detect/secrets/ai.txt`.
"""

from __future__ import annotations

from sealog.detect.secrets.forms import named, token

ROWS = (
    token(
        "openai_key",
        "t3blbkfj",
        r"sk-(?:proj-|svcacct-|admin-|service-|None-)?[\w-]{20,100}T3BlbkFJ[\w-]{20,100}",
        lead=120,
    ),
    token("openai_key", "sk-proj- sk-svcacct- sk-admin-", r"sk-(?:proj|svcacct|admin)-[\w-]{40,200}", floor=3.0),
    token("openai_key", "sk-", "sk-[0-9A-Za-z]{48}", floor=3.5),
    token("anthropic_key", "sk-ant-", r"sk-ant-(?:api|admin|sid|oat)[0-9]{2}-[\w-]{80,120}"),
    token("huggingface_token", "hf_", "hf_[0-9A-Za-z]{34,40}", floor=3.0),
    token("huggingface_token", "api_org_", "api_org_[0-9A-Za-z]{34}", floor=3.0),
    token("replicate_token", "r8_", "r8_[0-9A-Za-z]{37}", floor=3.0),
    token("groq_key", "gsk_", "gsk_[0-9A-Za-z]{52}"),
    token("perplexity_key", "pplx-", "pplx-[0-9A-Za-z]{48,56}"),
    token("xai_key", "xai-", "xai-[0-9A-Za-z]{80}"),
    token("openrouter_key", "sk-or-v1-", "sk-or-v1-[0-9a-f]{64}"),
    token("langchain_key", "lsv2_pt_ lsv2_sk_", "lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}"),
    token("langfuse_key", "sk-lf- pk-lf-", "[ps]k-lf-[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    token("nvidia_key", "nvapi-", r"nvapi-[\w-]{60,70}"),
    token("voyage_key", "pa-", r"pa-[\w-]{43}", floor=4.0),
    named("cohere_key", "cohere co_api_key", "[0-9A-Za-z]{40}", floor=3.5),
    named("mistral_key", "mistral", "[0-9A-Za-z]{32}", floor=3.0),
    named("deepseek_key", "deepseek", "sk-[0-9a-f]{32}"),
    named("elevenlabs_key", "elevenlabs xi-api xi_api", "(?:sk_)?[0-9a-f]{32,48}"),
    token("elevenlabs_key", "sk_", "sk_[0-9a-f]{48}"),
    named("wandb_key", "wandb weights_and_biases", "[0-9a-f]{40}"),
    named("kaggle_key", "kaggle", "[0-9a-f]{32}"),
    named("deepgram_key", "deepgram", "[0-9a-f]{40}"),
    named("assemblyai_key", "assemblyai", "[0-9a-f]{32}"),
    token("tavily_key", "tvly-", "tvly-(?:dev-|prod-)?[0-9A-Za-z]{32}"),
    token("fireworks_key", "fw_", "fw_[0-9A-Za-z]{22,24}", floor=3.5),
    named("together_key", "togetherai together_api", "[0-9a-f]{64}"),
    token("cerebras_key", "csk-", "csk-[0-9a-z]{48}"),
    token("firecrawl_key", "fc-", "fc-[0-9a-f]{32}"),
    token("jina_key", "jina_", r"jina_[0-9a-f]{32}[\w-]{28}"),
    token("e2b_key", "e2b_", "e2b_[0-9a-f]{40}"),
    token("runpod_key", "rpa_", "rpa_[0-9A-Z]{34,46}[0-9a-z]{0,6}", floor=3.3),
    token("together_key", "tgp_v1_", r"tgp_v1_[\w-]{43}"),
)
