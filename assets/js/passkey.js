// Passkeys: the form says what is asked, the device answers, the form is sent.
ruche.ready((root) => {
  const known = typeof PublicKeyCredential !== "undefined" && navigator.credentials;
  for (const form of root.querySelectorAll("form[data-passkey]:not([data-passkey-ready])")) {
    if (!known) continue;
    form.dataset.passkeyReady = "";
    form.closest("[hidden]")?.removeAttribute("hidden");
    form.addEventListener("submit", (event) => {
      if (form.elements.client_data.value) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const asked = form.dataset.passkey === "new" ? make(form) : show(form);
      asked.then(() => form.submit()).catch(() => tell(form));
    }, true);
  }

  function bytes(text) {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  }
  function text(buffer) {
    const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
    return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }
  function fill(form, values) {
    for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
  }

  async function make(form) {
    const asked = form.dataset;
    const made = await navigator.credentials.create({ publicKey: {
      challenge: bytes(asked.challenge),
      rp: { name: asked.site },
      user: { id: bytes(asked.handle), name: asked.account, displayName: asked.account },
      pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: "public-key", alg })),
      excludeCredentials: asked.known.split(" ").filter(Boolean).map((id) => ({ type: "public-key", id: bytes(id) })),
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
      attestation: "none",
    } });
    const answer = made.response;
    fill(form, {
      client_data: text(answer.clientDataJSON),
      authenticator_data: text(answer.getAuthenticatorData()),
      public_key: text(answer.getPublicKey()),
      algorithm: answer.getPublicKeyAlgorithm(),
    });
  }

  async function show(form) {
    const shown = await navigator.credentials.get({ publicKey: {
      challenge: bytes(form.dataset.challenge),
      userVerification: "required",
    } });
    const answer = shown.response;
    fill(form, {
      credential: text(shown.rawId),
      client_data: text(answer.clientDataJSON),
      authenticator_data: text(answer.authenticatorData),
      signature: text(answer.signature),
    });
  }

  function tell(form) {
    form.querySelector("[data-passkey-failed]")?.removeAttribute("hidden");
    form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
  }
});
