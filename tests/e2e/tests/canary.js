// Keeps hold of the memory of every wasm instance, in the page and in the workers, so that a test can search it.
// `searchMemory(bytes)` gives the names of those that hold one of these runs of bytes.
(() => {
  const watch = `
    const Real = WebAssembly.Instance;
    const kept = [];
    // A part of a module has none of its own: it works in the module's.
    const keep = ({ exports }) => { if (exports.memory) kept.push(exports.memory); };
    WebAssembly.Instance = function (...all) { const made = new Real(...all); keep(made); return made; };
    WebAssembly.Instance.prototype = Real.prototype;
    const instantiate = WebAssembly.instantiate;
    WebAssembly.instantiate = async (...all) => {
      const made = await instantiate(...all);
      keep(made.instance ?? made);
      return made;
    };
    const holds = (runs) => kept.some((memory) => {
      const all = new Uint8Array(memory.buffer);
      return runs.some((run) => {
        for (let at = all.indexOf(run[0]); at >= 0; at = all.indexOf(run[0], at + 1)) {
          let same = 1;
          while (same < run.length && all[at + same] === run[same]) same += 1;
          if (same === run.length) return true;
        }
        return false;
      });
    });`;
  const listen = `
    addEventListener("message", (event) => {
      if (!event.data?.search) return;
      event.stopImmediatePropagation();
      event.data.port.postMessage([kept.length, holds(event.data.search)]);
    });`;
  const page = new Function(`${watch} return { kept, holds };`)();
  const RealBlob = Blob;
  window.Blob = class extends RealBlob {
    constructor(parts, options) {
      super(options?.type === "text/javascript" ? [`{ ${watch} ${listen} }\n`, ...parts] : parts, options);
    }
  };
  const living = new Map();
  const RealWorker = Worker;
  window.Worker = class extends RealWorker {
    constructor(script, options) {
      super(script, options);
      living.set(this, options.name);
    }
    terminate() {
      living.delete(this);
      super.terminate();
    }
  };
  window.searchMemory = async (runs) => {
    const found = [];
    if (!page.kept.length) found.push("no instance of the page is known");
    if (page.holds(runs)) found.push("page");
    for (const [worker, name] of living) {
      const { port1, port2 } = new MessageChannel();
      const answer = new Promise((done) => { port1.onmessage = (event) => done(event.data); });
      worker.postMessage({ search: runs, port: port2 }, [port2]);
      const [instances, holds] = await answer;
      if (!instances) found.push(`no instance of ${name} is known`);
      if (holds) found.push(name);
    }
    return found;
  };
})();
