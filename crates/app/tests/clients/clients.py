"""Two published client libraries, unchanged, do with contacts what people do with contacts."""

import sys

from civicrm_py.core.client import SyncCiviClient
from civicrmapi import HttpApiV3, HttpApiV4
from civicrmapi.errors import AccessDenied, ApiError


def check(what, got, want):
    if got != want:
        sys.exit(f"{what}: want {want!r}, got {got!r}")


def rows(answer):
    return answer["values"] if isinstance(answer, dict) else getattr(answer, "values", answer)


def civicrm_py_v4(url, key):
    with SyncCiviClient(base_url=f"{url}/civicrm/ajax/api4", api_key=key) as client:
        made = client.create("Contact", {"contact_type": "Individual", "first_name": "Ines", "last_name": "Py"})
        ines = rows(made)[0]["id"]
        found = client.get("Contact", select=["id", "display_name"], where=[["last_name", "=", "Py"]])
        check("civicrm-py get", rows(found), [{"id": ines, "display_name": "Ines Py"}])
        client.update("Contact", {"nick_name": "Nessa"}, where=[["id", "=", ines]])
        found = client.get("Contact", select=["nick_name"], where=[["id", "=", ines]])
        check("civicrm-py update", rows(found)[0]["nick_name"], "Nessa")
        client.delete("Contact", where=[["id", "=", ines]])
        found = client.get("Contact", select=["id"], where=[["last_name", "=", "Py"], ["is_deleted", "=", False]])
        check("civicrm-py delete", rows(found), [])


def civicrmapi_v4(url, key):
    api = HttpApiV4(url, key)
    made = api("Contact", "create", {"values": {"contact_type": "Organization", "organization_name": "Four"}})
    four = rows(made)[0]["id"]
    api("Contact", "update", {"where": [["id", "=", four]], "values": {"nick_name": "4"}})
    found = api("Contact", "get", {"select": ["nick_name"], "where": [["organization_name", "=", "Four"]]})
    check("civicrmapi v4 get", rows(found), [{"id": four, "nick_name": "4"}])
    api("Contact", "delete", {"where": [["id", "=", four]]})
    found = api("Contact", "get", {"select": ["row_count"], "where": [["organization_name", "=", "Four"]]})
    check("civicrmapi v4 delete", rows(found), [])
    try:
        HttpApiV4(url, "nonsense")("Contact", "get", {})
        sys.exit("civicrmapi v4: a wrong key is let in")
    except AccessDenied:
        pass


def civicrmapi_v3(url, key, site_key):
    api = HttpApiV3(url, key, site_key)
    made = api("Contact", "create", {"contact_type": "Household", "household_name": "Three"})
    three = rows(made)[0]["id"]
    api("Contact", "create", {"id": three, "nick_name": "3"})
    found = api("Contact", "get", {"household_name": "Three", "return": "nick_name"})
    check("civicrmapi v3 get", rows(found)[0]["nick_name"], "3")
    api("Contact", "delete", {"id": three})
    found = api("Contact", "get", {"household_name": "Three"})
    check("civicrmapi v3 delete", rows(found), [])
    try:
        HttpApiV3(url, "nonsense", site_key)("Contact", "get", {})
        sys.exit("civicrmapi v3: a wrong key is let in")
    except ApiError as error:
        check("civicrmapi v3 wrong key", "invalid credential" in str(error).lower(), True)


if __name__ == "__main__":
    address, api_key, key_of_site = sys.argv[1:]
    civicrm_py_v4(address, api_key)
    civicrmapi_v4(address, api_key)
    civicrmapi_v3(address, api_key, key_of_site)
    print("both clients are content")
