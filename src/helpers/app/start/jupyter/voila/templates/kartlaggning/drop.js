// A file dropped on a file button counts as chosen. ipywidgets' button knows no drop and
// keeps its input out of the page; it is found when the button clicks it. In the app a
// file is let fall elsewhere, for the browser would open it in place of the page; in
// JupyterLab only on our own page, for its list of files takes what is dropped there.
(() => {
  if (window.kartlaggningDrop) return;
  window.kartlaggningDrop = true;
  const chosen = (button, file) => {
    const click = HTMLInputElement.prototype.click;
    const one = new DataTransfer();
    one.items.add(file);
    HTMLInputElement.prototype.click = function () {
      this.files = one.files;
      this.dispatchEvent(new Event('change'));
    };
    try { button.click(); } finally { HTMLInputElement.prototype.click = click; }
  };
  const ours = event =>
    document.body.dataset.voila || event.target.closest('.kartlaggning-start');
  addEventListener('dragover', event => { if (ours(event)) event.preventDefault(); });
  addEventListener('drop', event => {
    if (!ours(event)) return;
    event.preventDefault();
    const button = event.target.closest('.widget-upload');
    const [file] = event.dataTransfer.files;
    if (button && file) chosen(button, file);
  });
})();
