// What a test asks of the page that is shown: see visit.py.
(() => {
  const visible = (element) => element.checkVisibility({ visibilityProperty: true });
  const named = (element) => `${element.tagName.toLowerCase()} "${(element.innerText || element.name || "").trim().slice(0, 40)}"`;

  function color(text) {
    const [red, green, blue, alpha = 1] = text.match(/[\d.]+/g).map(Number);
    return [red, green, blue, alpha];
  }

  function behind(element) {
    let layers = [];
    for (let at = element; at; at = at.parentElement) {
      const layer = color(getComputedStyle(at).backgroundColor);
      layers.push(layer);
      if (layer[3] === 1) break;
    }
    return layers.reduceRight((below, layer) => over(layer, below), [255, 255, 255]);
  }

  const over = (layer, below) => below.map((part, at) => part * (1 - layer[3]) + layer[at] * layer[3]);

  // https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
  function luminance(parts) {
    const [red, green, blue] = parts.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  function contrast(element) {
    const back = behind(element);
    const pair = [luminance(back), luminance(over(color(getComputedStyle(element).color), back))];
    return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
  }

  function withText() {
    const found = new Set(document.querySelectorAll("input:not([type=hidden]), select, button"));
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) if (texts.currentNode.data.trim()) found.add(texts.currentNode.parentElement);
    return [...found].filter((element) => element.tagName !== "OPTION" && visible(element));
  }

  const controls = () =>
    [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")].filter(visible);

  const unnamed = (element) =>
    !(element.innerText || element.getAttribute("aria-label") || "").trim() && !(element.labels && element.labels.length);

  const focused = new Set();
  const unmarked = new Set();
  document.addEventListener("focusin", ({ target }) => {
    focused.add(target);
    const style = getComputedStyle(target);
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) unmarked.add(named(target));
  });

  window.look = {
    controls: () => controls().length,
    unreached: () => controls().filter((element) => !focused.has(element)).map(named),
    unmarked: () => [...unmarked],
    seen: () => ({
      sideways: document.documentElement.scrollWidth - window.innerWidth,
      faint: withText().map((element) => [contrast(element), named(element)]).filter(([ratio]) => ratio < 4.5),
      texts: withText().length,
      unnamed: controls().filter(unnamed).map(named),
      foreign: [...document.querySelectorAll("script, img, iframe, [onerror], [onload], [hx-get]")]
        .filter((element) => !(element.src || "").startsWith(`${location.origin}/static/`) && element.id !== "records")
        .map((element) => element.outerHTML.slice(0, 100)),
      text: document.body.innerText,
      title: document.title,
    }),
  };
})();
