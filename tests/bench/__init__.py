"""What `python3 start.py bench` measures: each figure beside a bare equivalent of the same run. Never timed in the tests."""
