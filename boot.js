// Starts the page and offers it `lambdascope.startWorker()` and `lambdascope.startToolkit()`.
//
// Trust goes down one chain: index.html holds the hash of this script and of the page's glue (which the browser checks), and
// in `data-*` attributes the hashes of the other files (which `bytes` has the browser check). Everything that runs was
// therefore built together with index.html.
"use strict";
(() => {
  const parts = document.currentScript.dataset;

  // A part that didn't arrive, or isn't the one that was built.
  class Damaged extends Error {}

  // One part of the page. Each stands under an address with its hash; a build that is a single file hands over bytes.
  const bytes = async (part, integrity) => {
    if (part instanceof Uint8Array) return part;
    try {
      const answer = await fetch(part, { integrity });
      if (answer.ok) return await answer.arrayBuffer();
    } catch (cause) {
      throw new Damaged(part, { cause });
    }
    throw new Damaged(part);
  };
  const compile = async (part, integrity) => WebAssembly.compile(await bytes(part, integrity));

  // A worker's script is a blob made of bytes that were checked. A worker from a blob is bound by the page's own policy, one
  // from an address is not; and a second worker after Forget asks the host for nothing.
  const START = '\naddEventListener("message", (first) => wasm_bindgen.initSync({ module: first.data }), { once: true });\n';
  const load = async (name) => {
    const [glue, module] = await Promise.all([
      bytes(parts[`${name}Glue`], parts[`${name}GlueIntegrity`]),
      compile(parts[name], parts[`${name}Integrity`]),
    ]);
    const script = URL.createObjectURL(new Blob([glue, START], { type: "text/javascript" }));
    return { script, module };
  };
  // The engine is always needed, the toolkit when somebody asks for it.
  const loaded = { worker: load("worker") };
  loaded.worker.catch(() => {}); // Told to whoever asks for a worker.

  const explain = (error) => {
    if (typeof WebAssembly !== "object" || error instanceof WebAssembly.CompileError) {
      return "This browser refused to run WebAssembly. Allow it for this page (Lockdown Mode and the safest level of Tor "
        + "Browser turn it off), or use the lambdascope command.";
    }
    if (error instanceof Damaged) {
      return "A part of Lambdascope did not arrive whole, or is not the part that belongs to this page. "
        + "Reload the page; if this comes back, the copy on this host is damaged.";
    }
    return "Lambdascope could not start. Reload the page; if this comes back, report it with what the browser's console says.";
  };

  // Fetched when somebody first needs them, and kept: a second worker after Forget asks the host for nothing.
  const kept = {};
  const keep = async (name, get) => {
    try {
      return await (kept[name] ??= get(parts[name], parts[`${name}Integrity`]));
    } catch (error) {
      // The host may have it a moment later.
      delete kept[name];
      throw error;
    }
  };
  const give = async (port, name, get) => port.postMessage(await keep(name, get).catch(() => null));
  // A new worker. Messages may be posted at once: the worker reads them in order once it runs.
  const startPart = async (name) => {
    try {
      loaded[name] ??= load(name);
      const { script, module } = await loaded[name];
      const worker = new Worker(script, { name });
      worker.postMessage(module);
      return worker;
    } catch (error) {
      // The host may have it a moment later.
      delete loaded[name];
      throw new Error(explain(error), { cause: error });
    }
  };
  let whole;
  globalThis.lambdascope = Object.freeze({
    // Settles when all has come that comes by itself.
    whole: new Promise((settle) => { whole = settle; }),
    // The names of the files that this loads, now or when they are needed.
    parts: Object.freeze(Object.values(parts)),
    // Hands the list of AWS's actions to a worker's port, or null where it didn't arrive whole.
    giveActions: (port) => give(port, "actions", bytes),
    // Hands a part of the worker's module to its port, or null where it didn't arrive whole.
    givePart: (port, name) => give(port, `worker${name}`, compile),
    // Puts a part of the page's module into its place.
    takePart: async (name) => {
      try {
        const module = await keep(`page${name}`, compile);
        await WebAssembly.instantiate(module, { s: await page });
      } catch (error) {
        throw new Error(explain(error), { cause: error });
      }
    },
    // The script that asks AWS, as text: fetched when somebody looks at it.
    exporter: async () => {
      try {
        return new TextDecoder().decode(await bytes(parts.exporter, parts.exporterIntegrity));
      } catch (error) {
        throw new Error(explain(error), { cause: error });
      }
    },
    // With the engine in it.
    startWorker: () => startPart("worker"),
    // With the toolkit in it: it alone ever holds a key.
    startToolkit: () => startPart("toolkit"),
  });

  // Once the page stands, all else that a file could need comes by itself, so that whoever drops one asks the host for nothing, and
  // the page works off the network. The toolkit and the exporter, which few need, come when somebody asks for them; so does all of
  // it where the browser is told to save data.
  const ahead = async () => {
    if (navigator.connection?.saveData) return;
    await loaded.worker.catch(() => {});
    const names = Object.keys(parts).filter((name) => /^(page|worker)[A-Z]/.test(name) && !/Glue|Integrity$/.test(name));
    // One after the other, and without a word where one doesn't arrive: whoever needs it asks again, and is told.
    for (const name of ["pageScreens", ...names]) await keep(name, compile).catch(() => {});
    await keep("actions", bytes).catch(() => {});
  };

  // What the page's module exports: its parts import that.
  let page;
  const start = async () => {
    const line = document.getElementById("boot");
    try {
      if (typeof wasm_bindgen === "undefined") throw new Damaged("the page's glue");
      const module = await compile(parts.page, parts.pageIntegrity);
      page = wasm_bindgen({ module_or_path: module });
      await page;
      line?.remove();
      whole(ahead());
    } catch (error) {
      console.error(error);
      line?.setAttribute("role", "alert");
      if (line) line.textContent = explain(error);
    }
  };
  // Deferred scripts run in order with the document whole: the page's glue stands before this one.
  start();
})();
