"use strict";
const spots = new Map();
for (const spot of document.querySelectorAll(".spot"))
  for (const key of spot.dataset.values.split(" ")) spots.set(key, spot);

function light(key, scroll) {
  for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
  const row = document.querySelector(`tr[data-value="${key}"]`);
  const spot = spots.get(key);
  if (row) row.classList.add("lit");
  if (spot) spot.classList.add("lit");
  const goal = scroll === "spot" ? spot : scroll === "row" ? row : null;
  if (goal) goal.scrollIntoView({ block: "center", behavior: "smooth" });
}

for (const row of document.querySelectorAll("tr[data-value]")) {
  row.addEventListener("mouseenter", () => light(row.dataset.value, ""));
  row.addEventListener("click", () => light(row.dataset.value, "spot"));
  row.addEventListener("keydown", (event) => event.key === "Enter" && light(row.dataset.value, "spot"));
}
for (const spot of document.querySelectorAll(".spot"))
  spot.addEventListener("click", () => light(spot.dataset.values.split(" ")[0], "row"));
