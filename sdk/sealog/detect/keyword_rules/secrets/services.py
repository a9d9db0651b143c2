"""Names of services whose keys have no form of their own: beside such a name, hex and UUIDs are keys as well.

Source: the services' own names, as they are written in names of settings
(`FIXER_API_KEY`). Words that programs use for other things (`phrase`, `heap`) are left out.
"""

from __future__ import annotations

import re

from sealog.pattern import pattern

_WRITTEN = """
ably abstractapi abuseipdb accuweather activecampaign adyen aerodatabox aftership agora ahrefs airbrake airbyte
aircall airtable alchemy algolia alienvault alpaca alphavantage amadeus amazon amplitude anthropic apify
apilayer apininjas appcenter appcues appdynamics appetize appsflyer appveyor arcgis artifactory asana atera
atlas atlassian auth0 authtoken autotask avalara aviationstack aws azure bamboohr baremetrics basecamp beehiiv
beyondtrust binance bitbar bitbucket bitfinex bitly bitmex bitmovin bitrise bitstamp bittrex blazemeter
blockfrost braintree brightdata browserstack bscscan bugherd bugsnag buttercms bybit bynder calendly
campaignmonitor capsulecrm carbonblack census censys chargebee chargify chartmogul checkmarx checkr circleci
clarifai clearbit clicksend clicktime clickup clockify cloudconvert cloudflare cloudinary cloudmersive
cloudsmith codacy codeclimate codecov codefresh codemagic cohere coinbase coingecko coinlayer coinmarketcap
confluent contentful countrylayer coveralls crawlbase crowdin crowdstrike cryptocom cryptocompare currencylayer
cyberark dailyco datadog debounce deepai deepl delighted delinea dependencytrack deputy detectify detectlanguage
deviantart dialogflow diffbot digitalocean discord dockerhub docparser docusign dovetail dropbox dynatrace
edamam elastic elasticemail emailoctopus eodhd etherscan eventbrite everhour exchangerate exchangeratesapi
expensify facebook fastly filestack financialmodelingprep firebase fivetran fixer fixerio flickr flightapi
flightaware flutterwave formstack foursquare fred freeagent freshchat freshdesk freshsales fullcontact fullstory
gateio geminiapi geoapify geocodio getresponse giphy github gitlab gladia glassnode gleap gnews goodday google
grafana graphhopper greenhouse greynoise groovehq gtmetrix guardianapi gumroad gusto happyfox harvest
haveibeenpwned hcaptcha hellosign helpscout hereapi heroku hetzner hibp honeycomb hootsuite hotjar hubspot
huggingface hunterio huobi iexcloud igdb imagekit imagga imgbb imgur infura insightly insomnia instagram instana
intercom ip2location ipapi ipdata ipgeolocation ipinfo ipregistry ipstack jenkins jfrog jira jotform jumpcloud
juro kayako klaviyo klipfolio knapsack kontent kraken kucoin kustomer lambdatest languagelayer lastfm
launchdarkly leadfeeder lemlist lemonsqueezy lessannoyingcrm linear linkedin linode livechat livekit loadmill
localazy locationiq loggly lokalise lusha mailboxlayer mailchimp mailerlite mailgun mailjet mailmodo mapbox
mapkit mapquest maptiler marketstack mattermost mavenlink maxmind mediastack meistertask meraki messagebird
mimecast mistral mixmax mixpanel mockaroo mollie mongodb monkeylearn moosend moralis musixmatch nasa nasdaq
nessus netlify netsuite neverbounce newrelic newsapi nexmo nexus nicereply nightfall ninjaapi notion nozbe npmjs
numverify nutshell nylas nytimes oanda odoo okta omdb omnisend onelogin onesignal oneuptime onfleet openai
opencage openphone openrouteservice openweather openweathermap opsgenie optimizely owm oxylabs paddle pagarme
pagerduty pandadoc paperform papertrail parseur paymongo paypal paystack pdflayer pendo pexels phantombuster
pinecone pingdom pinterest pipedream pipedrive pivotaltracker pixabay plaid planhat plivo podio polygonio
polygonscan positionstack postageapp postgrid posthog postman postmark prismacloud probely prodpad productboard
proxycrawl pubnub pushbullet pusher pushwoosh pypi qualaroo qualtrics qualys quandl quickbooks quicknode rapid7
rapidapi rawg raygun razorpay rebrandly recaptcha recurly reddit refiner removebg rentman replicate replyio
revai reviewboard ringcentral roboflow rocketreach rollbar rubygems rudderstack runscope salesflare salesforce
salesloft samsara sanity sauce saucelabs scaleway scraperapi scrapestack scrapfly scrapingant scrapingbee
screenshotlayer scrutinizer securitytrails segmentio semaphore semrush sendbird sendgrid sentinelone sentry
serpapi serpstack shipday shipstation shodan shopify shortcut shortio shotstack shutterstock signalwire
simplesat sinch skrapp skyscanner slack smartlook smartsheet smartystreets smsglobal snipcart snyk solarwinds
sonarcloud sonarqube sonatype soundcloud sparkpost speechmatics splunk spoonacular spotify square squareup
stackhawk statuscake statuspage statuspal steam stitchdata stormboard stormglass storyblok storychief stripe
stripo sumologic supabase surveymonkey surveysparrow survicate swiftype taxjar teamviewer teamwork telegram
telnyx tenable tenor testrail textmagic textrazor thousandeyes ticketmaster tiingo tiktok tmdb toggl tomorrowio
tomtom tradier transifex transloadit travis trello trustpilot turnstile twelvedata twilio twistlock twitch
twitter tyntec ubidots uclassify unbounce unsplash uplead uploadcare uptimerobot urlscan userflow userstack
uservoice vagrantcloud vatlayer vbout veracode vercel veriphone vimeo virustotal visualcrossing vonage vultr
weatherapi weatherbit weatherstack webex webflow weblate what3words whitesource whoxy wistia wolfram workable
workato worldweatheronline wrike xendit xero yandextranslate yelp youneedabudget youtube yubico zendesk zenhub
zenkit zenrows zenserp zeplin zerobounce zerotier zipcodeapi zoho zoom zoominfo zuora
"""
_NAMES = frozenset(_WRITTEN.split())
WORDS = {"services": _NAMES}
"""What the compiled half has to know."""

_WORDS = pattern(r"[A-Z]?[a-z0-9]+|[A-Z0-9]+", re.ASCII)
_MOST_WORDS = 3


def names_a_service(name: str) -> bool:
    """Tell whether a name such as `acme.fixerApi` or `NEWS_API_` holds a service's name, of one to three words."""
    words = [word.lower() for word in _WORDS.findall(name)]
    return any(
        "".join(words[start:end]) in _NAMES
        for start in range(len(words))
        for end in range(start + 1, min(start + _MOST_WORDS, len(words)) + 1)
    )
