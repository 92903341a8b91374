"""Domains at which anybody can have an address, so that it says nothing of a company."""

_DOMAINS = """
gmail.com googlemail.com outlook.com hotmail.com hotmail.co.uk hotmail.fr hotmail.de hotmail.it
hotmail.es live.com live.co.uk live.de live.fr msn.com outlook.de outlook.fr outlook.es
yahoo.com yahoo.co.uk yahoo.de yahoo.fr yahoo.es yahoo.it yahoo.co.in yahoo.co.jp yahoo.com.br
yahoo.ca ymail.com rocketmail.com aol.com aim.com icloud.com me.com mac.com
gmx.de gmx.net gmx.com gmx.at gmx.ch web.de t-online.de freenet.de arcor.de posteo.de
mailbox.org mail.de proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de
tuta.io tuta.com hey.com fastmail.com fastmail.fm zoho.com zohomail.com mail.com email.com
usa.com inbox.com hushmail.com mail.ru bk.ru inbox.ru list.ru yandex.ru yandex.com ya.ru
rambler.ru qq.com 163.com 126.com sina.com foxmail.com naver.com hanmail.net daum.net
orange.fr wanadoo.fr free.fr sfr.fr laposte.net bbox.fr libero.it virgilio.it tiscali.it
alice.it tin.it seznam.cz centrum.cz wp.pl o2.pl onet.pl interia.pl gazeta.pl abv.bg
bluewin.ch hispeed.ch ziggo.nl kpnmail.nl planet.nl telenet.be skynet.be
uol.com.br bol.com.br terra.com.br ig.com.br rediffmail.com btinternet.com virginmedia.com
sky.com talktalk.net ntlworld.com comcast.net verizon.net att.net sbcglobal.net bellsouth.net
cox.net charter.net earthlink.net shaw.ca rogers.com sympatico.ca bigpond.com optusnet.com.au
mailinator.com guerrillamail.com 10minutemail.com yopmail.com trashmail.com tempmail.com
"""
FREE_MAIL = frozenset(_DOMAINS.split())
