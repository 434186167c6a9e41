"""The accounts of the demonstration school that people sign in with."""

PASSWORD = "chartroom-demo"  # noqa: S105  printed on the sign-in page of the demonstration
ACCOUNTS = (
    ("ana@demo.example", "student"),
    ("ivan@demo.example", "instructor"),
    ("carla@demo.example", "career officer"),
    ("admin@demo.example", "administrator"),
)
