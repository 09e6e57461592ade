// The manual: found by a word, read, and reached from the keys.
export const title = "help is found by a word and read in both languages";

export async function journey(house) {
  for (const [language, word, topic] of [["en", "bin", "The bin"], ["fr", "corbeille", "La corbeille"]]) {
    const staff = await house.person({ language });
    await staff.visit("/");
    await staff.follow("place-help");
    await staff.heading(staff.says("help"));
    await staff.look();
    await staff.page.getByRole("searchbox", { name: staff.says("manual-search") }).fill(word);
    await staff.page.keyboard.press("Enter");
    await staff.page.getByRole("link", { name: topic }).first().click();
    await staff.heading(new RegExp(`^\\s*${topic}\\s*$`));
    await staff.look();
    await staff.page.keyboard.press("?");
    await staff.follow("shortcuts-more");
    await staff.page.waitForURL(/keyboard/);
    await staff.look();
  }
  const phone = await house.person({ language: "fr", width: 390, height: 844 });
  for (const path of ["/help", "/help/find", "/settings/addresses", "/settings/display", "/contacts/views", "/start/data"]) {
    await phone.visit(path);
    await phone.fits();
  }
}
