// Decisions of one service, or those without effect, folded away.
const timeline = document.querySelector(".timeline");
for (const box of document.querySelectorAll("[data-fold]")) {
  box.addEventListener("change", () => timeline.classList.toggle(`no-${box.dataset.fold}`, !box.checked));
}
