"""An hour of ordinary talk, as somebody in a hurry writes it down: four lines in it are records."""

TALK = """\
- Welcome, everybody can hear everybody
- Two people are on trains and will drop out now and then
- The agenda is as it was sent round
Quick round: how was the month
- Busy, mostly. Conference season
- Office move is done, boxes are not
  - one box of cables is missing
  - nobody misses it
Note: the recording is for the minutes only
Re: the letter from the town, it came on Friday
- They ask whether we still want the hall
- We do, but not at that price
- Price per evening: 240, last year 180
- Tomas thinks we should ask the school first
- Hana has a contact there, and will mention it
- Question: would the school even have a projector?
- Answer: yes, two of them, both loud
Goal: a decision before the summer
Plan B: the back room of the café
- Nobody likes plan B
- Noise, no parking, one socket
Next: the newsletter
- 412 readers, 30 more than in spring
- Open rate: 51%
- Sven wrote most of it on a Sunday
- Thanks to Sven
- Could others write a paragraph too?
- Everyone says yes, nobody says when
- Deadline: the Friday before the first Monday
- Template: see the shared folder
- http://example.org/newsletter: the old one, for comparison
- Someone: "it reads like a tax form"
- Laughter
- Shorter sentences, more pictures
- Picture rights: only our own, or with a written yes
Action plan: more of the same, with dates
Action items from last time were all small
- Most are done, the rest is waiting for the printer
- The printer: broken again, third time
- Warranty ran out in May
- A new one costs 300, repair 120
- Mei would rather rent one
- Renting: 25 a month, paper not included
- Left at that until we know what we print at all
- Who prints what? Nobody knows
- Let's count for a month
- Counting starts Monday
Website: three topics
1. Speed
  - front page loads in 4 seconds on a phone
  - pictures are too large
  - Jonas knows a tool
2. Search
  - finds everything except what one looks for
  - put off, too large for us
3. The form for new members
  - asks for a fax number
  - remove it
  - privacy text is from 2016
  - Amir reads it with a lawyer friend
- All of this in spring, not now
- Votes of the readers: 40 for blue, 12 for green
- For: it looks fresher; against: the sign at the door is green
- No decision, nobody minds
- Money for the site: 900 left
- Spent so far: 2,100 of 3,000
- Half of it was the certificate mess
- From next year it renews by itself
- Chair asks for a break
10:45 break
10:55 again, Lena is back, too
Members
- 64, two fewer than in June
- One moved away, one forgot to pay
- Reminder goes out with the newsletter
- Oldest member turns 90 in May: card, flowers?
- Card: yes. Flowers: she has a garden
- Newcomers: four people came to the open evening
  - two came back
  - one wants to help with the books
- Better signs at the door, please
- Open evening again? In autumn, if somebody cooks
- Cooking: Lena and Piotr, perhaps
- Motion detectors in the stairwell turn the light off too early
- Landlord knows
- The resolution of the screen in the small room is too low for slides
- Passed on to the landlord as well
- Carried the old screen to the cellar last week
- Deferred maintenance: the list is on the door
Insurance
- New offer: 310 a year
- Old one: 290, but without the bicycles
- Bicycles are worth more than 20 euros
- Mei: two of the three firms never answered
- Take it? General nodding
RESOLVED: That the offer of the Nordlicht be taken - carried, no objections
- Starts on the first, old one ends the day before
- Papers: in the blue folder
The letter to the school
- Draft was read out
- "Dear headmaster" or a name? Name
- Name: Ms Brandt, since September
- Less about us, more about what they get
- Hana: I can write it tonight
- Tonight is early enough
ACTION Hana: write to the school about the hall by 20 March 2026
- Copy to the town, so that nobody is surprised
- If they say no: plan B, see above
- AI tools for the minutes: one trial, a bad one
- AI adoption elsewhere: mixed
- It made up a fifth item, and a treasurer
- Treasurer: still vacant, by the way
- Anybody? Silence
- We ask at the summer party
Summer party
- Date: 20 June or 27 June
- 27 clashes with the lake run
- 20 then, if the garden is free
- Garden: Jonas asks his aunt
- Aunt says yes to everything
- Music: from a box, not from a band
- Band was too loud for the neighbours
- Neighbours are invited
- Food: everyone brings something, list goes round
- List: not only potato salad
- Rain: tent from the fire brigade, 40 euros
- Present for the fire brigade: a crate of lemonade
- Costs in all: about 150
- To be looked at in May
- Present: the usual eight, later nine
- Regrets: none that anybody knows of
- Last year's photos: where are they?
- On Piotr's old phone, he thinks
- Left 11:20 to catch the train: Tomas, who sends his regards
Odds and ends
- Key number 7 has come back after two years
- Key number 4 has not
- Lost property: one glove, three umbrellas, a chess clock
- Chess clock belongs to the youth group
- Youth group meets on Thursdays now
- Room plan: needs a new column
- Chairs: six wobble, two are beyond help
- Glue: Piotr has some
- Will Price come down? The dealer says no
- Open questions: none that cannot wait
- Coffee: fair trade or cheap? Fair trade, small cups
- Milk: oat
- Who closes up tonight? Amir
- Thanks, Amir
- 11:40 end, ten minutes over
- Date of the next one goes round by mail
"""
