"""The proposal that a meeting makes: elements, guidelines and practices, options, future work, and their editions."""
