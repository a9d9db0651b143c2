"""The programs: how each is made, started and asked whether it is ready. None of these files starts one."""
