// Filters, keys and the choice of colours; every page reads without it.
"use strict";
(() => {
  const root = document.documentElement;
  const remembered = (name, value) => {
    // Storage is refused in some frames and for some local files.
    try {
      if (value !== undefined) localStorage.setItem(name, value);
      return localStorage.getItem(name);
    } catch {
      return value ?? null;
    }
  };
  const THEME = "mutate-data-theme";
  const chosen = remembered(THEME);
  if (chosen) root.dataset.theme = chosen;
  const isDark = () =>
    root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;

  const el = (name, attributes = {}, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.append(...children.filter((child) => child !== ""));
    return node;
  };
  const counted = (count, noun) => `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;

  const GAPS = ["survived", "data-gap", "no-coverage"];
  // Places in an entry of the data.
  const [ID, FILE, LINE, ITEM, MUTATOR, STATUS, PACKAGE, TESTS, OLD, NEW] = Array(10).keys();
  const FIELDS = ["q", "status", "family", "mutator", "package", "file", "sort"];
  const AT_ONCE = 300;

  document.addEventListener("DOMContentLoaded", () => {
    const base = document.body.dataset.base;
    const single = document.getElementById("data");
    const home = single ? "#" : `${base}index.html#`;
    document.querySelector(".tools").hidden = false;
    const help = document.getElementById("help");
    const theme = document.getElementById("theme");
    const label = () => (theme.textContent = isDark() ? "Light" : "Dark");
    const toggle = () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      remembered(THEME, root.dataset.theme);
      label();
    };
    label();
    theme.addEventListener("click", toggle);
    document.getElementById("keys").addEventListener("click", () => help.showModal());

    // The data come when they are wanted; a start page must be usable before.
    let loading;
    const data = () =>
      (loading ??= new Promise((resolve, reject) => {
        if (single) return resolve(JSON.parse(single.textContent));
        const script = el("script", { src: `${base}data.js` });
        script.onload = () => resolve(window.mutateData);
        script.onerror = reject;
        document.head.append(script);
      }));

    // A mutant of an address that has no page with it, as in a link to the start page.
    const reveal = async () => {
      const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (target) {
        for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
        if (target.classList.contains("card")) {
          mark(target.parentElement);
          target.scrollIntoView({ block: "center" });
        }
      } else if (location.hash.startsWith("#m-") && !single) {
        const all = await data();
        const found = all.mutants.find((mutant) => mutant[ID] === location.hash.slice(3));
        if (found) location.replace(`${base}files/${all.files[found[FILE]][1]}.html#m-${found[ID]}`);
      }
    };

    let current;
    const mark = (node) => {
      current?.classList.remove("current");
      current = node;
      node.classList.add("current");
    };
    const step = (by) => {
      const gaps = [...document.querySelectorAll("li.gap, details.is-gap")].filter((node) => node.getClientRects().length);
      const next = gaps[current && gaps.includes(current) ? gaps.indexOf(current) + by : by > 0 ? 0 : gaps.length - 1];
      if (!next) {
        document.querySelector(`.neighbours [rel=${by > 0 ? "next" : "prev"}]`)?.click();
        return;
      }
      mark(next);
      if (next.tagName === "DETAILS") next.open = true;
      (next.querySelector("summary") ?? next.querySelector("a")).focus({ preventScroll: true });
      next.scrollIntoView({ block: "center" });
    };
    const search = () => {
      const field = document.querySelector("#filters:not([hidden]) [name=q]") ?? document.querySelector("#jump input");
      field.focus();
      field.select();
    };
    const KEYS = {
      j: () => step(1), n: () => step(1), k: () => step(-1), p: () => step(-1), "/": search, t: toggle,
      u: () => (location.href = document.querySelector(".brand").href), "?": () => help.showModal(),
    };
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest("input, select, textarea");
      if (typing && event.key === "Escape") typing.blur();
      if (typing || help.open || event.ctrlKey || event.metaKey || event.altKey) return;
      const act = KEYS[event.key];
      if (act) {
        event.preventDefault();
        act();
      }
    });
    document.getElementById("jump").addEventListener("submit", (event) => {
      event.preventDefault();
      const wanted = new URLSearchParams({ q: event.target.elements.q.value, status: "all" });
      location.href = home + wanted;
    });

    const form = document.getElementById("filters");
    if (form) filters(form, data, base, single);
    addEventListener("hashchange", reveal);
    reveal();
  });

  function filters(form, data, base, single) {
    const list = document.getElementById("list");
    const found = document.getElementById("found");
    const unlisted = document.getElementById("unlisted");
    const first = [...list.childNodes];
    form.hidden = false;

    const address = (file, anchor) => (single ? `#${anchor}` : `${base}files/${file[1]}.html#${anchor}`);
    const lineAnchor = (file, line) => (single ? `${file[1]}-L${line}` : `L${line}`);

    const wanted = () => {
      const values = new URLSearchParams();
      for (const name of FIELDS) if (form.elements[name].value) values.set(name, form.elements[name].value);
      return values;
    };
    const pick = (all, wanted) => {
      const get = (name) => wanted.get(name) ?? "";
      const words = get("q").toLowerCase().split(/\s+/).filter(Boolean);
      const [status, family, mutator, pack, file] = ["status", "family", "mutator", "package", "file"].map(get);
      const text = (m) =>
        [m[ID], all.files[m[FILE]][0], all.items[m[ITEM]], all.mutators[m[MUTATOR]][0], m[OLD], m[NEW],
          all.lines[m[FILE]]?.[m[LINE]] ?? ""].join("\n").toLowerCase();
      const picked = all.mutants.filter((m) => {
        const name = all.statuses[m[STATUS]];
        return (status === "all" || (status ? name === status : GAPS.includes(name)))
          && (!family || all.mutators[m[MUTATOR]][1] === family)
          && (!mutator || all.mutators[m[MUTATOR]][0] === mutator)
          && (!pack || all.packages[m[PACKAGE]] === pack)
          && (!file || all.files[m[FILE]][0].toLowerCase().includes(file.toLowerCase()))
          && (!words.length || words.every((word) => text(m).includes(word)));
      });
      const place = (a, b) => a[FILE] - b[FILE] || a[LINE] - b[LINE];
      if (get("sort") === "place") picked.sort(place);
      if (get("sort") === "tests") picked.sort((a, b) => b[TESTS] - a[TESTS] || place(a, b));
      return picked;
    };

    const row = (all, m) => {
      const status = all.statuses[m[STATUS]];
      const change = el("a", { class: "change", href: address(all.files[m[FILE]], `m-${m[ID]}`) });
      if (!m[NEW]) change.append("delete ", el("del", {}, m[OLD]));
      else if (!m[OLD]) change.append("insert ", el("ins", {}, m[NEW]));
      else change.append(el("del", {}, m[OLD]), " → ", el("ins", {}, m[NEW]));
      const facts = all.mutators[m[MUTATOR]][0] + (m[TESTS] ? ` · ${counted(m[TESTS], "test")}` : "");
      return el("li", GAPS.includes(status) ? { class: "gap" } : {}, change, " ",
        el("span", { class: `tag ${status}` }, status.replace(/-/g, " ")), " ", el("span", { class: "quiet" }, facts));
    };
    const draw = (all, mutants) => {
      const functions = new Map();
      for (const m of mutants) {
        const key = `${m[FILE]} ${m[ITEM]}`;
        if (!functions.has(key)) functions.set(key, new Map());
        const lines = functions.get(key);
        if (!lines.has(m[LINE])) lines.set(m[LINE], []);
        lines.get(m[LINE]).push(m);
      }
      return [...functions.values()].map((lines) => {
        const [line, [m]] = lines.entries().next().value;
        const file = all.files[m[FILE]];
        const count = [...lines.values()].reduce((sum, of) => sum + of.length, 0);
        const head = el("h3", {}, el("a", { href: address(file, lineAnchor(file, line)) }, all.items[m[ITEM]] || "(file)"), " ",
          el("span", { class: "quiet" }, `${file[0]} · ${counted(count, "mutant")}`));
        const blocks = [...lines].map(([line, of]) =>
          el("div", { class: "finding" }, el("a", { class: "number", href: address(file, lineAnchor(file, line)) }, String(line)),
            el("div", {}, el("code", { class: "excerpt" }, all.lines[m[FILE]]?.[line] ?? ""), el("ul", {}, ...of.map((m) => row(all, m))))));
        return el("section", { class: "function" }, head, ...blocks);
      });
    };

    let latest = 0;
    const show = async (values) => {
      const turn = ++latest;
      if (!values.size) {
        list.replaceChildren(...first);
        found.hidden = true;
        if (unlisted) unlisted.hidden = false;
        return;
      }
      const all = await data();
      if (turn !== latest) return;
      const picked = pick(all, values);
      let shown = Math.min(picked.length, AT_ONCE);
      const more = el("button", { type: "button", id: "more" });
      const paint = () => {
        more.textContent = `Show ${(picked.length - shown).toLocaleString("en")} more`;
        list.replaceChildren(...draw(all, picked.slice(0, shown)), ...(shown < picked.length ? [more] : []));
      };
      more.addEventListener("click", () => {
        shown = Math.min(picked.length, shown + 5 * AT_ONCE);
        paint();
      });
      paint();
      found.textContent = `${counted(picked.length, "mutant")} of ${all.mutants.length.toLocaleString("en")}`;
      found.hidden = false;
      if (unlisted) unlisted.hidden = true;
    };
    const apply = () => {
      const values = wanted();
      // Of the address only what follows `#` may be changed in local files.
      history.replaceState(null, "", `#${values}`);
      show(values);
    };
    const restore = () => {
      const hash = location.hash.slice(1);
      const values = new URLSearchParams(hash.includes("=") ? hash : location.search);
      if (hash && !hash.includes("=")) return;
      for (const name of FIELDS) form.elements[name].value = values.get(name) ?? "";
      // What no option offers reads as no filter.
      for (const name of FIELDS) if (form.elements[name].selectedIndex < 0) form.elements[name].value = "";
      show(wanted());
    };
    let waiting;
    form.addEventListener("input", (event) => {
      clearTimeout(waiting);
      waiting = setTimeout(apply, event.target.tagName === "INPUT" ? 150 : 0);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      apply();
    });
    form.addEventListener("reset", () => setTimeout(apply));
    addEventListener("hashchange", restore);
    restore();
  }
})();
