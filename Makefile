# The project's commands; each is a script in bin/steps. `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo report test lint bench check-data setup stop clean

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo:  ## fetch what is missing, make the demo city, serve it on http://localhost:8069 (DETACH=1: in the background; PORT=8070)
	@DETACH=$(DETACH) PORT=$(PORT) bin/run demo

report:  ## write the demo city's quarterly report to out/ (XLSX, PDF) and exit
	@bin/run demo --report

test:  ## every test: addons in Odoo's runner, browser, repository; ends with one line of figures
	@bin/run test

lint:  ## ruff, pylint-odoo, translations, old Odoo idioms, headers, bandit
	@bin/run lint

bench:  ## performance against core crm and raw SQL, interleaved (SIZE=tiny|small|full)
	@SIZE=$(SIZE) bin/run bench

check-data:  ## compare submitted reports, confirmed minutes and sent letters with their checksums (DB=name)
	@DB=$(DB) bin/run check_data

setup:  ## fetch what is missing and start the private PostgreSQL, nothing else
	@bin/run setup

stop:  ## end the demo's server and the private PostgreSQL
	@bin/run stop

clean:  ## remove everything that was fetched or made
	@bin/run clean
