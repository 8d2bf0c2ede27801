from f.shared.db import fetch_all, postgresql

TABLES = ("invoices", "customers", "payments")


def main(db: postgresql):
    return {
        table: fetch_all(db, f"select count(*) as n from {table}")[0]["n"]
        for table in TABLES
    }


if __name__ == "__main__":
    print(main({"host": "localhost", "port": 5432, "user": "dev", "dbname": "billing",
                "password": "", "sslmode": "disable"}))
