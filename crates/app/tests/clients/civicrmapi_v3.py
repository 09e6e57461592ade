"""A contact's life through `HttpApiV3` of civicrmapi: arguments are the site, a key, and the site's key."""

import json
import sys

from civicrmapi.errors import AccessDenied, ApiError
from civicrmapi.http import HttpApiV3

site, key, site_key = sys.argv[1:]
api = HttpApiV3(site, key, site_key)
said = {}

made = api.Contact.create({"contact_type": "Individual", "first_name": "Noé", "last_name": "Troisième", "email": "noe@example.org"})
contact = made[0]["id"]
said["made"] = made[0]["display_name"]
said["found"] = [row["contact_id"] == contact for row in api.Contact.get({"last_name": "troisieme", "return": "display_name"})]
said["single"] = api("Contact", "get", {"id": contact, "return": ["email", "first_name"]})[0]["email"]
said["email"] = [row["email"] for row in api.Email.get({"contact_id": contact})]
said["changed"] = api.Contact.create({"id": contact, "nick_name": "Nono"})[0]["nick_name"]
said["many"] = [row["first_name"] for row in api.Contact.get({"last_name": "Troisième", "options": {"limit": 1, "sort": "id desc"}})]
said["fields"] = "first_name" in [field["name"] for field in api.Contact.getfields({"action": "create"})]
said["options"] = "Individual" in json.dumps(api.Contact.getoptions({"field": "contact_type"}))
api.Contact.delete({"id": contact})
said["deleted"] = api.Contact.get({"id": contact, "is_deleted": 0})
said["binned"] = len(api.Contact.get({"id": contact, "is_deleted": 1}))
api.Contact.delete({"id": contact, "skip_undelete": 1})
said["gone"] = api.Contact.get({"id": contact, "is_deleted": 1})

try:
    api.Contact.create({"contact_type": "Nonsense"})
except ApiError as error:
    said["error"] = error.data["is_error"]
try:
    HttpApiV3(site, "no-such-key", site_key).Contact.get({"id": 1})
except AccessDenied:
    said["stranger"] = "refused"
except Exception as error:
    said["stranger"] = repr(error)

print(json.dumps(said, ensure_ascii=False))
