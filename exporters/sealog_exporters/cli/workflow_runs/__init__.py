"""The commands of `sealog workflows` that read several runs of a workflow."""
