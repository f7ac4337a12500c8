"""What the black-box tests share: the built program as a fixture, an HTTP client, and knowledge bases that poll."""
