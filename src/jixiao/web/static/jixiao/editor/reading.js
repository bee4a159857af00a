// 核对页：左边的框与右边的值互相指认 · the boxes on the page and the values beside them point at each other
const values = [...document.querySelectorAll(".value[data-key]")];
const places = (key) => document.querySelectorAll(`.original [data-key="${CSS.escape(key)}"]`);

function point(key) {
  for (const one of document.querySelectorAll(".pointed")) one.classList.remove("pointed");
  const found = [...places(key)];
  for (const one of found) one.classList.add("pointed");
  found[0]?.scrollIntoView({ block: "center", behavior: "instant" });
}

for (const value of values) {
  for (const one of places(value.dataset.key)) one.classList.add(value.classList.contains("doubtful") ? "doubtful" : "read");
  value.addEventListener("focusin", () => point(value.dataset.key));
  value.addEventListener("input", (event) => {
    const box = value.querySelector("[name=seen]");
    if (box && event.target !== box) box.checked = true;
  });
}

document.querySelector(".original").addEventListener("click", (event) => {
  const key = event.target.closest("[data-key]")?.dataset.key;
  const value = key && values.find((one) => one.dataset.key === key);
  value?.querySelector("input, textarea").focus();
});
