"""What a GGUF file says about itself, read without llama.cpp: pure Python, bounded, about 50 ms for a 7B model."""

from models.gguf.header import GgufHeader, Tensor
from models.gguf.reader import read_header

__all__ = ["GgufHeader", "Tensor", "read_header"]
