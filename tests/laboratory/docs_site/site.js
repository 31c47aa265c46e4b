// What the theme leaves out for people who use a keyboard or a screen reader.
const complete = () => {
  // A table that scrolls sideways can be scrolled with the arrow keys.
  document.querySelectorAll(".md-typeset__scrollwrap:not([tabindex])").forEach(each => (each.tabIndex = 0));
  // The buttons beside a piece of code are no landmark of the page.
  document.querySelectorAll("nav.md-code__nav:not([role])").forEach(each => each.setAttribute("role", "none"));
  // The corner of a table heads nothing: https://www.w3.org/WAI/tutorials/tables/two-headers/
  document.querySelectorAll("th:empty").forEach(each => each.replaceWith(document.createElement("td")));
};
complete();
new MutationObserver(complete).observe(document.body, { childList: true, subtree: true });
