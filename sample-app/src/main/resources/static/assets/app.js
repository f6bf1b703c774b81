'use strict';
// Everything works without this file; it only spares whole pages.
document.addEventListener('htmx:beforeSwap', (event) => {
	// What is refused or cannot be decided is a page of its own.
	if (event.detail.xhr.status >= 400) {
		location.assign(event.detail.requestConfig.verb === 'get' ? event.detail.requestConfig.path : location.href);
	}
});
document.addEventListener('htmx:afterSwap', (event) => {
	event.detail.target.querySelector('h2')?.focus();
});
document.addEventListener('submit', (event) => {
	const here = event.target.querySelector('input.here');
	if (here) {
		here.value = location.pathname;
	}
});
