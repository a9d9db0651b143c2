"""Toolchains: Go, Java and Maven, from this machine or from a wheel. They install nothing into the machine."""
