FROM node:22-bookworm-slim AS pages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY static static
COPY templates templates
RUN npm run build

FROM python:3.13-slim-bookworm
# Debian brings its own security updates; a pinned version would vanish.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        fonts-liberation libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
ENV PYTHONUNBUFFERED=1 DATA_DIR=/data STATIC_ROOT=/app/static-root HOST=0.0.0.0 XDG_CACHE_HOME=/tmp
COPY requirements/base.txt requirements/
RUN pip install --no-cache-dir --no-deps --require-hashes -r requirements/base.txt
COPY . .
COPY --from=pages /app/static/build static/build
RUN python manage.py collectstatic --no-input \
    && useradd --uid 10001 --no-create-home rung \
    && install --directory --owner=10001 --group=10001 --mode=0700 /data
USER 10001:10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s CMD ["python", "-c", \
    "import os, urllib.request as r; h = os.environ['ALLOWED_HOSTS'].split(',')[0].lstrip('.'); \
r.urlopen(r.Request('http://127.0.0.1:8000/health/', headers={'Host': h}), timeout=4)"]
CMD ["gunicorn", "config.wsgi", "--config", "config/gunicorn.py"]
