"""The register's work at the desk: from loose words to a recommended practice and its edition."""
