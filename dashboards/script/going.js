// Links between pages go there without loading the dashboard anew, as the browser's back does:
// the address changes, and Streamlit shows the page that it names. Without this script, or opened
// in a new tab, a link loads the page.
(() => {
    document.documentElement.lang = document.currentScript.dataset.lang;

    const leadsToAPage = (link) =>
        link && link.closest(".stHtml") && link.origin === location.origin && !link.target;

    const isPlain = (event) =>
        event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

    if (!window.slaGoes) {
        document.addEventListener("click", (event) => {
            const link = event.target.closest("a[href]");
            if (leadsToAPage(link) && isPlain(event) && !event.defaultPrevented) {
                event.preventDefault();
                history.pushState(null, "", link.href);
                dispatchEvent(new PopStateEvent("popstate"));
                document.querySelector(".stMain").scrollTo(0, 0);
            }
        });
        window.slaGoes = true;
    }
})();
