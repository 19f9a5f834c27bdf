// Links between pages go there without loading the dashboard anew, as the browser's back does:
// the address changes, and Streamlit shows the page that it names. Without this script, or opened
// in a new tab, a link loads the page. Another page begins at its top; on the same page the reader
// stays, or is led to where data-sla-to says that something changes.
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
                const isAnother = link.pathname !== location.pathname;
                history.pushState(null, "", link.href);
                dispatchEvent(new PopStateEvent("popstate"));
                if (isAnother) {
                    document.querySelector(".stMain").scrollTo(0, 0);
                } else if (link.dataset.slaTo) {
                    document.querySelector(link.dataset.slaTo)?.scrollIntoView({ block: "center" });
                }
            }
        });
        window.slaGoes = true;
    }
})();
