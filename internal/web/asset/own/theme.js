// Sets the theme before anything is painted, so that no page flashes. Paper is
// light, whatever the screen is.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const paper = matchMedia("print");
  const set = () => {
    const wish = root.dataset.theme;
    root.dataset.bsTheme = !paper.matches && (wish === "dark" || (wish === "auto" && dark.matches)) ? "dark" : "light";
  };
  set();
  for (const m of [dark, paper]) m.addEventListener("change", () => { set(); document.dispatchEvent(new Event("themed")); });
})();
