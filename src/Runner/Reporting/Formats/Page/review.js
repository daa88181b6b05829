// The page stands without this; it adds filters, a search, themes and keys.
'use strict';
(() => {
  const all = [...document.querySelectorAll('details.step')];
  const groups = [...document.querySelectorAll('section.group')].reverse();
  const buttons = [...document.querySelectorAll('button[data-mark]')];
  const search = document.getElementById('search');
  const count = document.getElementById('shown');

  const filter = () => {
    const marks = new Set(buttons.filter(b => b.getAttribute('aria-pressed') === 'true').map(b => b.dataset.mark));
    const words = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const step of all) {
      const text = words.length ? step.textContent.toLowerCase() : '';
      const visible = marks.has(step.dataset.mark) && words.every(w => text.includes(w));
      step.classList.toggle('hidden', !visible);
      if (visible) shown++;
    }
    for (const group of groups)
      group.classList.toggle('hidden', !group.querySelector('details.step:not(.hidden)'));
    count.textContent = `${shown} of ${all.length} steps`;
  };

  for (const button of buttons)
    button.addEventListener('click', () => {
      button.setAttribute('aria-pressed', String(button.getAttribute('aria-pressed') !== 'true'));
      filter();
    });
  search.addEventListener('input', filter);

  const visible = () => all.filter(s => !s.classList.contains('hidden') && s.offsetParent !== null);
  const open = wanted => { for (const step of visible()) step.open = wanted; };
  document.getElementById('open').addEventListener('click', () => open(true));
  document.getElementById('close').addEventListener('click', () => open(false));

  document.getElementById('theme').addEventListener('click', () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
  });

  // j and k as in a pager, / for the search; Enter opens, as every summary does.
  document.addEventListener('keydown', event => {
    if (event.target === search || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '/') { event.preventDefault(); search.focus(); return; }
    if (event.key !== 'j' && event.key !== 'k') return;
    const steps = visible();
    const at = steps.findIndex(s => s.contains(document.activeElement));
    const next = steps[event.key === 'j' ? at + 1 : at < 0 ? steps.length - 1 : at - 1];
    if (next) next.querySelector('summary').focus();
  });

  // A link into the page, such as one of the graph, shows the step it leads to.
  const reveal = () => {
    const step = document.getElementById(location.hash.slice(1));
    if (!step) return;
    step.classList.remove('hidden');
    for (let at = step.parentElement; at; at = at.parentElement) at.classList.remove('hidden');
    if (step.tagName === 'DETAILS') step.open = true;
    step.scrollIntoView({ block: 'center' });
  };
  addEventListener('hashchange', reveal);
  // Following the same link again shows it again, though the address does not change.
  for (const link of document.querySelectorAll('.graph a'))
    link.addEventListener('click', () => { if (link.hash === location.hash) reveal(); });

  // For browsers whose style sheets cannot open what is closed when it is printed.
  let closed = [];
  addEventListener('beforeprint', () => { closed = all.filter(s => !s.open); for (const step of closed) step.open = true; });
  addEventListener('afterprint', () => { for (const step of closed) step.open = false; closed = []; });

  document.querySelector('.bar').hidden = false;
  filter();
  reveal();
})();
