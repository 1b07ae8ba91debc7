"""Keep libraries off the network."""

import os

for _variable, _value in {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "ANONYMIZED_TELEMETRY": "False",
}.items():
    os.environ.setdefault(_variable, _value)
# LlamaIndex ships its sentence model; a setting for another NLTK would send it to the network.
os.environ.pop("NLTK_DATA", None)
os.environ.pop("TIKTOKEN_CACHE_DIR", None)
