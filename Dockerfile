# The service alone, as `counteroffer serve` starts it. Python 3.13 needs no compiler: there the
# plain engine answers, the same as everywhere.
FROM python:3.13-slim AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE cli.py ./
COPY engine engine
COPY rules rules
COPY examples examples
RUN python -m venv /opt/counteroffer \
    && /opt/counteroffer/bin/pip install --no-cache-dir '.[server]'

FROM python:3.13-slim
RUN useradd --system --no-create-home --uid 10001 counteroffer
COPY --from=build /opt/counteroffer /opt/counteroffer
ENV PATH=/opt/counteroffer/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER 10001
EXPOSE 8765
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8765/livez', timeout=2)"]
ENTRYPOINT ["counteroffer"]
CMD ["serve", "--host", "0.0.0.0"]
