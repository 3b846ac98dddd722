// What pages need beside htmx: charts drawn from the data in their own markup,
// the side sheet, files dropped on a form. A page without this script shows the
// same figures as tables and links.
(() => {
  "use strict";
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--sf-${name}`).trim();
  const palette = () => ["design", "build", "adopt", "advise", "manage", "procure"].map(token);
  const named = ["cloud", "services", "multiplier", "before"];

  // Heights along a chart need no more digits than a screen has; every text
  // comes from the server with the digits that count.
  const number = (text) => (text === null ? null : Number(text));

  const short = (value) => {
    const steps = document.documentElement.lang.startsWith("zh")
      ? [[1e8, "亿"], [1e4, "万"]] : [[1e9, "B"], [1e6, "M"], [1e3, "K"]];
    for (const [size, unit] of steps) if (Math.abs(value) >= size) return `${+(value / size).toFixed(1)}${unit}`;
    return `${+value.toFixed(2)}`;
  };

  const percent = (value) => `${+(value * 100).toFixed(1)}%`;

  function axisText() { return { color: token("soft"), fontSize: 11, fontFamily: token("font") }; }

  function tooltip(data) {
    return {
      trigger: "axis", renderMode: "richText", confine: true, backgroundColor: token("card"), borderColor: token("line"),
      textStyle: { color: token("ink"), fontSize: 12, fontFamily: token("font") }, axisPointer: { type: "line", lineStyle: { color: token("faint") } },
      formatter: (items) => {
        const list = Array.isArray(items) ? items : [items];
        const at = list[0].dataIndex;
        return [data.x[at]].concat(data.series.map((s) => `${s.name}  ${s.shown[at]}`)).join("\n");
      },
    };
  }

  function seriesOf(data, colors) {
    let next = 0;
    return data.series.map((s) => {
      const color = named.includes(s.color) ? token(s.color) : s.color ? token(s.color) : colors[next++ % colors.length];
      const line = s.as !== "bar";
      return {
        name: s.name, type: line ? "line" : "bar", data: s.values.map(number), xAxisIndex: s.panel, yAxisIndex: s.panel,
        showSymbol: data.x.length < 3, symbolSize: 5, connectNulls: false, itemStyle: { color, borderRadius: line ? 0 : [2, 2, 0, 0] }, barMaxWidth: 26, barGap: "10%",
        lineStyle: line ? { color, width: 2, type: s.dashed ? "dashed" : "solid" } : undefined,
        areaStyle: s.as === "area" ? { color, opacity: 0.14 } : undefined, emphasis: { disabled: true }, animation: false,
      };
    });
  }

  const yAxis = (more) => ({ type: "value", axisLabel: { ...axisText(), formatter: short }, splitLine: { lineStyle: { color: token("line") } }, splitNumber: 4, ...more });
  const xAxis = (data, more) => ({ type: "category", data: data.x, axisTick: { show: false }, axisLine: { lineStyle: { color: token("line") } }, axisLabel: { ...axisText(), hideOverlap: true }, ...more });
  const legend = (more) => ({ top: 0, left: 0, icon: "roundRect", itemWidth: 10, itemHeight: 10, textStyle: axisText(), type: "scroll", ...more });

  const draw = {
    trend: (data) => ({
      legend: legend(), tooltip: tooltip(data), axisPointer: { link: [{ xAxisIndex: "all" }] },
      grid: [{ left: 52, right: 12, top: 32, height: "34%" }, { left: 52, right: 12, top: "54%", bottom: 24 }],
      xAxis: [xAxis(data, { gridIndex: 0, axisLabel: { show: false } }), xAxis(data, { gridIndex: 1 })],
      yAxis: [yAxis({ gridIndex: 0, min: 0, splitNumber: 3 }), yAxis({ gridIndex: 1, splitNumber: 3 })],
      series: seriesOf(data, palette()),
    }),
    line: (data) => ({ legend: legend(), tooltip: tooltip(data), grid: { left: 52, right: 12, top: 36, bottom: 28 }, xAxis: xAxis(data), yAxis: yAxis(data.percent ? { axisLabel: { ...axisText(), formatter: percent } } : {}), series: seriesOf(data, palette()) }),
    bar: (data) => {
      const slanted = innerWidth >= 640 && data.x.length > 8 && data.x.some((x) => x.length > 7);
      const labels = slanted ? { axisLabel: { ...axisText(), interval: 0, rotate: 38, width: 96, overflow: "truncate" } } : {};
      return { legend: legend(), tooltip: tooltip(data), grid: { left: 52, right: 12, top: 36, bottom: slanted ? 76 : 28 }, xAxis: xAxis(data, labels), yAxis: yAxis(data.percent ? { axisLabel: { ...axisText(), formatter: percent } } : {}), series: seriesOf(data, palette()) };
    },
    heat: (data) => {
      const cells = [];
      data.series.forEach((s, column) => s.values.forEach((v, row) => { if (v !== null) cells.push([column, row, number(v)]); }));
      const values = cells.map((c) => c[2]);
      return {
        tooltip: { ...tooltip(data), trigger: "item", formatter: (i) => `${data.x[i.value[1]]} / ${data.series[i.value[0]].name}\n${data.series[i.value[0]].shown[i.value[1]]}` },
        grid: { left: 8, right: 12, top: 8, bottom: 48, containLabel: true },
        xAxis: { type: "category", data: data.series.map((s) => s.name), axisLabel: { ...axisText(), hideOverlap: true }, axisTick: { show: false }, axisLine: { show: false } },
        yAxis: { type: "category", data: data.x, inverse: true, axisLabel: { ...axisText(), interval: 0, width: innerWidth < 640 ? 72 : 160, overflow: "truncate" }, axisTick: { show: false }, axisLine: { show: false } },
        visualMap: { min: Math.min(0, ...values), max: Math.max(...values, 0), orient: "horizontal", left: "center", bottom: 0, itemHeight: 120, textStyle: axisText(), formatter: short, inRange: { color: [token("hover"), token("multiplier")] } },
        series: [{ type: "heatmap", data: cells, animation: false, itemStyle: { borderColor: token("card"), borderWidth: 1 }, emphasis: { disabled: true } }],
      };
    },
  };

  // Areas: a negative amount has none; the table has it.
  const area = (value, more) => (value !== null && number(value) > 0 ? [{ value: number(value), ...more }] : []);
  draw.tree = (data) => {
    const colors = palette();
    const color = (i) => ({ color: data.kinds[i] === "residual" ? token("before") : colors[i % colors.length] });
    const nodes = data.x.flatMap((name, i) => {
      if (data.series.length === 1) return area(data.series[0].values[i], { name, shown: data.series[0].shown[i], itemStyle: color(i) });
      const children = data.series.flatMap((s) => area(s.values[i], { name: s.name, shown: s.shown[i], within: name }));
      return children.length ? [{ name, children, itemStyle: color(i) }] : [];
    });
    return {
      tooltip: { ...tooltip(data), trigger: "item", formatter: (i) => [i.data.within, i.data.name, i.data.shown].filter(Boolean).join("\n") },
      series: [{
        type: "treemap", data: nodes, left: 0, right: 0, top: 0, bottom: 0, roam: false, nodeClick: false, animation: false, breadcrumb: { show: false },
        itemStyle: { borderColor: token("card"), borderWidth: 1, gapWidth: 1 }, emphasis: { disabled: true },
        label: { color: "#fff", fontSize: 11, fontFamily: token("font"), overflow: "truncate", textBorderColor: "rgba(0,0,0,.35)", textBorderWidth: 2 },
        upperLabel: { show: data.series.length > 1, height: 20, color: token("ink"), fontSize: 11, fontFamily: token("font") },
        levels: [{ itemStyle: { borderWidth: 0, gapWidth: 2 }, upperLabel: { show: false } }, { itemStyle: { gapWidth: 1 } }, { colorSaturation: [0.35, 0.6] }],
      }],
    };
  };
  // Steps: a box from one level to the next, which may lie below zero.
  draw.fall = (data) => {
    const fill = (s) => token(s.kind === "total" ? "multiplier" : s.kind === "residual" ? "before" : number(s.to) < number(s.from) ? "bad" : "good");
    const names = data.steps.map((s) => s.name);
    const slanted = names.length > (innerWidth < 640 ? 4 : 7);
    return {
      tooltip: { ...tooltip(data), trigger: "item", formatter: (i) => `${data.steps[i.dataIndex].name}\n${data.steps[i.dataIndex].shown}` },
      grid: { left: 52, right: 12, top: 12, bottom: slanted ? 84 : 28 },
      xAxis: { ...xAxis({ x: names }), axisLabel: { ...axisText(), interval: 0, rotate: slanted ? 38 : 0, width: 104, overflow: "truncate" } },
      yAxis: yAxis(),
      series: [{
        type: "candlestick", animation: false, barMaxWidth: 40, barMinWidth: 4, emphasis: { disabled: true },
        data: data.steps.map((s) => {
          const levels = [number(s.from), number(s.to)], color = fill(s);
          return { value: [...levels, Math.min(...levels), Math.max(...levels)], itemStyle: { color, color0: color, borderColor: color, borderColor0: color } };
        }),
      }],
    };
  };

  draw.radar = (data) => ({
    tooltip: { ...tooltip(data), trigger: "item", formatter: () => data.x.map((name, i) => `${name}: ${data.series[0].shown[i]}`).join("\n") },
    radar: {
      indicator: data.x.map((name) => ({ name, max: 1, min: 0 })), radius: "68%", axisName: { ...axisText(), color: token("ink") },
      splitNumber: 4, splitLine: { lineStyle: { color: token("line") } }, splitArea: { show: false }, axisLine: { lineStyle: { color: token("line") } },
    },
    series: data.series.map((s) => ({
      type: "radar", animation: false, symbolSize: 4, lineStyle: { color: token(s.color), width: 2 }, itemStyle: { color: token(s.color) }, areaStyle: { color: token(s.color), opacity: 0.15 },
      data: [{ name: s.name, value: s.values.map((v) => (v === null ? 0 : number(v))) }],
    })),
  });

  function chart(el) {
    const data = JSON.parse(el.dataset.chart);
    const c = echarts.getInstanceByDom(el) || echarts.init(el, null, { renderer: "canvas" });
    c.setOption({ textStyle: { fontFamily: token("font") }, aria: { enabled: false }, ...draw[data.kind](data) }, true);
  }

  function charts(root) { if (window.echarts) root.querySelectorAll("[data-chart]").forEach(chart); }

  const sheet = () => document.getElementById("sheet");
  let opener = null;

  document.addEventListener("htmx:beforeRequest", (e) => {
    if (!("sheet" in e.detail.elt.dataset)) return;
    const body = document.getElementById("sheet-body");
    if (!sheet().open) opener = e.detail.elt;
    body.replaceChildren(document.getElementById("sheet-wait").content.cloneNode(true));
    if (!sheet().open) sheet().showModal();
  });
  // htmx copies the page before it moves on; a copy of a drawn chart would carry
  // inline style, which the content security policy refuses.
  document.addEventListener("htmx:beforeHistorySave", () => {
    document.querySelectorAll("[data-chart]").forEach((el) => { echarts.getInstanceByDom(el)?.dispose(); el.removeAttribute("style"); });
  });
  // What nobody chose has no place in an address that may be sent to somebody.
  document.addEventListener("htmx:configRequest", (e) => {
    const data = e.detail.formData;
    for (const name of new Set(data.keys())) {
      const chosen = data.getAll(name).filter((value) => value !== "");
      data.delete(name);
      chosen.forEach((value) => data.append(name, value));
    }
  });
  document.addEventListener("htmx:afterSwap", (e) => { charts(e.detail.target.parentElement || document); });
  document.addEventListener("click", (e) => {
    if (e.target.closest("[data-close]") || e.target === sheet()) sheet().close();
  });
  document.addEventListener("DOMContentLoaded", () => {
    charts(document);
    sheet()?.addEventListener("close", () => { opener?.focus(); opener = null; });
    document.querySelectorAll("[data-submit]").forEach((s) => s.addEventListener("change", () => s.form.requestSubmit()));
  });
  addEventListener("resize", () => document.querySelectorAll("[data-chart]").forEach((el) => echarts.getInstanceByDom(el)?.resize()));
  document.addEventListener("themed", () => charts(document));
  document.addEventListener("click", (e) => { if (e.target.closest("[data-print]")) print(); });
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((d) => { d.open = true; }));

  // A menu closes when attention goes elsewhere.
  const menus = (but) => document.querySelectorAll("[data-menu][open]").forEach((m) => { if (m !== but) m.open = false; });
  document.addEventListener("click", (e) => menus(e.target.closest("[data-menu]")));
  document.addEventListener("keydown", (e) => {
    const open = e.key === "Escape" && document.querySelector("[data-menu][open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  });

  // A form is sent once: a second press while the first is on its way does nothing.
  document.addEventListener("submit", (e) => {
    if (e.target.dataset.sent) { e.preventDefault(); return; }
    if (e.target.method === "post") {
      e.target.dataset.sent = "1";
      addEventListener("pageshow", () => { delete e.target.dataset.sent; }, { once: true });
    }
  });

  // Questions are answered from the keyboard: a key presses the button that the
  // page has for it, so that nothing can be done here that a form could not.
  const questions = () => [...document.querySelectorAll("[data-question]")];
  let standing = 0;
  function stand(n) {
    const all = questions();
    if (!all.length) return;
    standing = Math.max(0, Math.min(n, all.length - 1));
    all[standing].focus({ preventScroll: true });
    all[standing].scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("focusin", (e) => {
    const at = questions().indexOf(e.target.closest("[data-question]"));
    if (at >= 0) standing = at;
  });
  const press = (within, key) => within?.querySelector(`[data-key="${key}"]`)?.click();
  const keys = {
    j: () => stand(document.activeElement.closest("[data-question]") ? standing + 1 : standing),
    k: () => stand(standing - 1),
    s: () => stand(standing + 1),
    a: (card) => press(card, "a"),
    r: (card) => press(card, "r"),
    x: (card) => press(card, "x"),
    u: () => press(document, "u"),
    c: (card) => {
      const others = card?.querySelector("[data-choices]");
      if (!others) return;
      others.open = !others.open;
      (others.open ? others.querySelector("[data-choice]") || others.querySelector("input") : card).focus();
    },
    "?": () => document.getElementById("keys").showModal(),
  };
  document.addEventListener("keydown", (e) => {
    const typing = e.target.closest?.("input:not([type=checkbox]), select, textarea, dialog");
    if (typing || e.repeat && !"jk".includes(e.key) || e.ctrlKey || e.metaKey || e.altKey || !document.querySelector(".review") || document.querySelector("dialog[open]")) return;
    const card = questions()[standing];
    if (keys[e.key]) keys[e.key](card);
    else if (e.key >= "1" && e.key <= "9") card?.querySelectorAll("[data-choice]")[Number(e.key) - 1]?.click();
    else return;
    e.preventDefault();
  });
  document.addEventListener("click", (e) => { if (e.target.closest("[data-keys]")) keys["?"](); });
  const resume = () => {
    const at = questions().findIndex((q) => "current" in q.dataset);
    stand(at < 0 ? standing : at);
  };
  document.addEventListener("htmx:afterSettle", () => { if (document.querySelector(".review") && !sheet()?.open) resume(); });
  document.addEventListener("DOMContentLoaded", () => { if (document.querySelector("[data-current]")) resume(); });

  // Files dropped on a form are those of its file field.
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (e) => {
      const zone = e.target.closest?.("[data-drop]");
      if (!zone) return;
      e.preventDefault();
      zone.classList.toggle("over", kind === "dragover");
      if (kind === "drop" && e.dataTransfer.files.length) {
        const field = zone.querySelector("input[type=file]");
        field.files = e.dataTransfer.files;
        field.form.requestSubmit();
      }
    });
  }
})();
