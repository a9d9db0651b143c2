"""What frameworks and runtimes need: Celery, greenlets, threads and child processes."""
