# VIP SLA as an image: the commands, the dashboard, the scheduler. The workspace is a volume.
FROM python:3.12-slim AS made
WORKDIR /source
COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN python -m venv /opt/vip-sla \
    && /opt/vip-sla/bin/pip install --no-cache-dir --require-hashes --requirement requirements.lock
COPY pipeline pipeline
COPY dashboards dashboards
COPY dbt_project dbt_project
RUN /opt/vip-sla/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.12-slim
RUN useradd --uid 10001 --create-home vip-sla && install -d -o vip-sla /workspace
COPY --from=made /opt/vip-sla /opt/vip-sla
ENV PATH=/opt/vip-sla/bin:$PATH VIP_SLA_WORKSPACE=/workspace VIP_SLA_LOG=logfmt
USER vip-sla
WORKDIR /workspace
VOLUME /workspace
EXPOSE 8501
HEALTHCHECK --interval=1m --timeout=10s --start-period=1m \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://localhost:8501/_stcore/health')"]
ENTRYPOINT ["vip-sla"]
CMD ["dashboard"]
