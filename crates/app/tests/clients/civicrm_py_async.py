"""A contact's life through `CiviClient`, `QuerySet` and entities of civicrm-py (API v4): argument 1 is the site, 2 a key."""

import asyncio
import json
import sys

from civicrm_py import CiviClient
from civicrm_py.core.exceptions import DoesNotExist
from civicrm_py.entities.discovery import EntityDiscovery
from civicrm_py.query import EntityManager
from civicrm_py.query.queryset import QuerySet


async def life(site, key):
    said = {}
    async with CiviClient(base_url=f"{site}/civicrm/ajax/api4", api_key=key, max_retries=0) as client:
        contacts = EntityManager(client, "Contact")
        rows = await contacts.bulk_create(
            [{"contact_type": "Individual", "first_name": name, "last_name": "Queryset"} for name in ["Ana", "Bo", "Čeda"]]
        )
        said["made"] = [row["first_name"] for row in rows]

        wanted = QuerySet(client, "Contact").filter(last_name="Queryset")
        said["starts"] = await wanted.filter(first_name__startswith="ce").values_list("first_name", flat=True).all()
        said["without"] = await wanted.exclude(first_name="Bo").order_by("-first_name").values("first_name").all()
        said["names"] = await wanted.select("first_name").order_by("first_name").limit(2).offset(1).all()
        said["count"] = [await wanted.count(), await wanted.filter(birth_date__isnull=True).count()]
        said["groups"] = (
            await QuerySet(client, "Contact").select("last_name", "COUNT(id) AS many")
            .filter(last_name="Queryset").group_by("last_name").having(many__gt=2).all()
        )
        one = await contacts.get(first_name="Ana", last_name="Queryset")
        said["updated"] = await wanted.filter(id=one["id"]).update(nick_name="Anouk")
        again, new = await contacts.get_or_create(first_name="Ana", last_name="Queryset")
        said["again"] = [again["nick_name"], new]

        discovery = EntityDiscovery(client)
        entities = [entity.name for entity in await discovery.get_entities()]
        said["entities"] = [name in entities for name in ["Contact", "Email", "Group", "Nonsense"]]
        described = {field.name: field.to_python_type() for field in await discovery.get_fields("Contact")}
        said["types"] = [described["id"], described["is_deleted"], described["first_name"]]

        said["deleted"] = await wanted.delete()
        try:
            await contacts.get(last_name="Queryset", is_deleted=False)
        except DoesNotExist:
            said["afterwards"] = "not found"
    return said


print(json.dumps(asyncio.run(life(*sys.argv[1:])), ensure_ascii=False))
