// Sets the theme before anything is painted, so that no page flashes.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const set = () => {
    const wish = root.dataset.theme;
    root.dataset.bsTheme = wish === "dark" || (wish === "auto" && dark.matches) ? "dark" : "light";
  };
  set();
  dark.addEventListener("change", () => { set(); document.dispatchEvent(new Event("themed")); });
})();
