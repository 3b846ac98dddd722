// What only the pages of imports need: the live progress of a job, whole folders
// dropped on a form, and the parts of the mapping editor that change its columns.
// Without this script a job's page is looked at again by hand, files are chosen
// one by one, and the editor has a button.
(() => {
  "use strict";

  // A job tells how far it is by events; the server words them. Where events do
  // not come through (a proxy keeps them back), the page is asked again.
  function follow(job) {
    let source = new EventSource(job.dataset.events), failed = 0;
    const again = () => setTimeout(async () => {
      try {
        const answer = await fetch(job.dataset.job, { headers: { "HX-Request": "true" } });
        const next = answer.headers.get("HX-Redirect");
        if (next) { location.replace(next); return; }
        const page = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("job");
        if (page) document.getElementById("job").replaceWith(page);
        if (page && page.dataset.events) again();
      } catch { again(); }
    }, 2000);
    source.addEventListener("step", (e) => { failed = 0; document.getElementById("step").innerHTML = e.data; });
    source.addEventListener("end", (e) => { source.close(); location.replace(e.data); });
    source.onerror = () => { if (++failed > 2 || source.readyState === EventSource.CLOSED) { source.close(); again(); } };
    addEventListener("pagehide", () => source.close());
  }

  // Folders come as trees; every file keeps its way from the folder dropped.
  async function walk(entry, way, into) {
    if (entry.isFile) {
      into.push([way + entry.name, await new Promise((ok, no) => entry.file(ok, no))]);
      return;
    }
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((ok, no) => reader.readEntries(ok, no));
      if (!some.length) return;
      for (const next of some) await walk(next, `${way}${entry.name}/`, into);
    }
  }
  async function send(form, entries) {
    const files = [];
    for (const entry of entries) await walk(entry, "", files);
    const body = new FormData();
    for (const [way, file] of files) {
      if (way.split("/").some((part) => part.startsWith("."))) continue;
      body.append("way", way);
      body.append("files", file);
    }
    form.classList.add("busy");
    const answer = await fetch(form.action, { method: "post", body });
    if (answer.redirected) { location.assign(answer.url); return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.querySelector("main").replaceWith(page.querySelector("main"));
  }
  document.addEventListener("drop", (e) => {
    const form = e.target.closest?.("[data-drop]");
    if (!form) return;
    const entries = [...e.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    if (!entries.some((entry) => entry.isDirectory)) return; // files alone are the form's own
    e.preventDefault();
    e.stopPropagation();
    form.classList.remove("over");
    send(form, entries);
  }, true);

  document.addEventListener("change", (e) => {
    if (!e.target.matches("[data-again]")) return;
    e.stopPropagation();
    e.target.form.requestSubmit();
  }, true);

  const job = document.getElementById("job");
  if (job && job.dataset.events) follow(job);
})();
