"""A contact's life through `HttpApiV4` of civicrmapi: argument 1 is the site, 2 a key."""

import json
import sys

from civicrmapi.errors import AccessDenied, ApiError
from civicrmapi.http import HttpApiV4

site, key = sys.argv[1:]
api = HttpApiV4(site, key)
said = {}

made = api.Contact.create({"contact_type": "Organization", "organization_name": "Boulangerie Ünal & Cie"})
contact = made[0]["id"]
said["made"] = made[0]["display_name"]
said["found"] = [row["sort_name"] for row in api.Contact.get({"organization_name": "boulangerie unal & cie"})]
said["changed"] = [row["id"] == contact for row in api.Contact.update({"id": contact, "nick_name": "Le fournil"})]
said["read"] = api.Contact.get({"select": ["nick_name"], "where": [["id", "=", contact]]})[0]["nick_name"]
records = [{"contact_id": contact, "email": "pain@example.org"}, {"contact_id": contact, "email": "four@example.org"}]
said["saved"] = [row["email"] for row in api.Email.save({"records": records})]
said["replaced"] = len(api.Email.replace({"records": records[:1], "where": [["contact_id", "=", contact]]}))
said["access"] = api.Contact.checkAccess({"action": "delete", "values": {"id": contact}})
said["actions"] = "create" in [action["name"] for action in api.Contact.getActions()]
said["fields"] = "organization_name" in [field["name"] for field in api.Contact.getFields()]
said["deleted"] = [row["id"] == contact for row in api.Contact.delete({"id": contact})]
said["afterwards"] = api.Contact.get({"id": contact, "is_deleted": False})

try:
    api.Contact.create({"values": {"contact_type": "Nonsense"}})
except ApiError as error:
    said["error"] = "contact_type" in str(error)
try:
    HttpApiV4(site, "no-such-key").Contact.get({"id": 1})
except AccessDenied:
    said["stranger"] = "refused"

print(json.dumps(said, ensure_ascii=False))
