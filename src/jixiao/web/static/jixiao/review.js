// 审核页 · one form under review: the comment of a return follows the accepted findings until somebody types in it;
// a phrase that is picked goes into the opinion
document.addEventListener("input", (event) => {
  if (event.target.id === "comment-return") event.target.dataset.typed = "1";
});
document.addEventListener("change", (event) => {
  const into = document.getElementById(event.target.dataset?.into ?? "");
  if (!into || !event.target.value) return;
  into.value = [into.value.trim(), event.target.value].filter(Boolean).join("\n");
  event.target.value = "";
  into.focus();
});
document.addEventListener("htmx:afterSettle", () => {
  const comment = document.getElementById("comment-return");
  if (comment && !comment.dataset.typed) comment.value = document.getElementById("accepted").textContent.trim();
});
