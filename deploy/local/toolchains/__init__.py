"""Toolchains: Go, Java, Maven and Node, from this machine or from a wheel. They install nothing into the machine."""
