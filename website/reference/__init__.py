"""Reference pages and pictures that are made from code. One file makes one page; `make reference` writes them all."""
