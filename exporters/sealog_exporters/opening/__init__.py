"""The opening service: opens sealed values for people on other machines, who hold no private key. Audited."""
