"""Tables that `make tables` computes, so that no application's start has to."""
