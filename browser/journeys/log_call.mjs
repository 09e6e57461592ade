// A call is logged in two clicks, what follows is planned with it, and ticked when it is done; on a phone, in French too.
import assert from "node:assert/strict";

export const title = "a call is logged, followed up and ticked";

export async function journey(house) {
  await log(house, {});
  await log(house, { language: "fr", width: 390, height: 844 });
}

async function log(house, whom) {
  const family = `Appel-${house.run}-${whom.language ?? "en"}`;
  const id = await house.contact({ first_name: "Solène", last_name: family });
  const staff = await house.person(whom);
  const { page } = staff;
  const next = `Rappeler ${family}`;

  // Words, and one click on the kind.
  await staff.visit(`/contacts/${id}`);
  await page.getByRole("textbox", { name: staff.says("thread-write") }).fill("5 min, prête à tenir le stand. Rappeler jeudi.");
  await page.getByText(staff.says("activity-log-more")).click();
  await staff.field("activity-next-what").fill(next);
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  await staff.field("activity-next-when").fill(day);
  await staff.look();
  if (whom.width) await staff.fits();
  await staff.press("log-call");
  await staff.told("said-call-logged");
  const call = page.getByRole("link", { name: "prête à tenir le stand" });
  await call.waitFor();
  await staff.look();
  const [logged] = await house.api("Activity", "get", {
    select: ["duration", "status_id:name", "activity_type_id:name"],
    where: [["subject", "=", "prête à tenir le stand"], ["target_contact_id", "CONTAINS", id]],
  });
  assert.equal(logged.duration, 5);
  assert.equal(logged["status_id:name"], "Completed");
  assert.equal(logged["activity_type_id:name"], "Phone Call");

  // What follows leads back to the call, and waits among the tasks.
  await page.getByRole("link", { name: next }).click();
  await staff.heading(next);
  await staff.look();
  await page.getByText(staff.says("activity-after")).waitFor();
  await staff.visit("/tasks");
  if (whom.width) await staff.fits();
  await page.getByRole("link", { name: next }).waitFor();
  await page.getByRole("button", { name: staff.says("task-tick", { name: next }) }).click();
  await staff.told("said-activity-done");
  await page.getByRole("link", { name: next }).waitFor({ state: "detached" });

  // Undone, it waits again; then it is ticked in the thread.
  await page.getByRole("status").getByRole("button", { name: staff.says("undo") }).click();
  await staff.told("said-undone");
  await staff.visit("/tasks");
  await page.getByRole("link", { name: next }).waitFor();
  await staff.visit(`/contacts/${id}`);
  await staff.press("activity-done");
  await staff.told("said-activity-done");
  const [done] = await house.api("Activity", "get", { select: ["status_id:name"], where: [["subject", "=", next]] });
  assert.equal(done["status_id:name"], "Completed");
}
