"""A contact's life through `SyncCiviClient` of civicrm-py (API v4): argument 1 is the site, 2 a key."""

import json
import sys

from civicrm_py import SyncCiviClient
from civicrm_py.core.exceptions import CiviAPIError, CiviAuthError
from civicrm_py.entities import Contact
from civicrm_py.query.manager import SyncEntityManager

site, key = sys.argv[1:]
said = {}

with SyncCiviClient(base_url=f"{site}/civicrm/ajax/api4", api_key=key, max_retries=0) as client:
    made = client.create("Contact", {"contact_type": "Individual", "first_name": "Zoë", "last_name": "Kovač-Nowak"})
    contact = made.first["id"]
    client.create("Email", {"contact_id": contact, "email": "zoe@example.org", "location_type_id:name": "Home"})
    said["made"] = [made.count, made.first["display_name"]]

    found = client.get(
        "Contact",
        select=["id", "display_name", "email_primary.email"],
        where=[["last_name", "LIKE", "kovac%"]],
        order_by={"sort_name": "ASC"},
        limit=5,
        offset=0,
    )
    said["found"] = [[row["display_name"], row["email_primary.email"]] for row in found.values]

    changed = client.update("Contact", {"job_title": "Éditrice"}, [["id", "=", contact]])
    said["changed"] = [changed.count, client.get("Contact", where=[["id", "=", contact]]).first["job_title"]]
    entity = Contact.from_dict(client.get("Contact", where=[["id", "=", contact]]).first)
    said["entity"] = [entity.first_name, entity.is_deleted, entity.do_not_email]

    fields = {field["name"]: field for field in client.get_fields("Contact").values}
    said["fields"] = [fields["first_name"]["data_type"], fields["id"]["readonly"], "birth_date" in fields]

    manager = SyncEntityManager(client, "Contact")
    said["count"] = [manager.count(last_name="Kovač-Nowak"), manager.exists(last_name="Nobody-At-All")]

    binned = client.delete("Contact", [["id", "=", contact]])
    said["binned"] = [binned.count, client.get("Contact", where=[["id", "=", contact], ["is_deleted", "=", True]]).count]

    try:
        client.get("Contact", where=[["no_such_field", "=", 1]])
    except CiviAPIError as error:
        said["error"] = "no_such_field" in str(error)

try:
    with SyncCiviClient(base_url=f"{site}/civicrm/ajax/api4", api_key="no-such-key", max_retries=0) as stranger:
        stranger.get("Contact")
except CiviAuthError:
    said["stranger"] = "refused"

print(json.dumps(said, ensure_ascii=False))
