"""The parts of one process: policy, bundle, self-metrics, console sealing, warm-up and shutdown."""
