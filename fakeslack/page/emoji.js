// Slack's emoji names, the common ones. Names are the wire format: ":fire:", "+1", "raised_hand".

const TABLE = `
Offered first|hand ✋|fire 🔥|+1 👍|-1 👎|wastebasket 🗑️
Hands|raised_hand ✋|thumbsup 👍|thumbsdown 👎|wave 👋|clap 👏|raised_hands 🙌|pray 🙏|handshake 🤝|ok_hand 👌|muscle 💪|point_up ☝️|point_right 👉|point_left 👈|point_down 👇|v ✌️|crossed_fingers 🤞|writing_hand ✍️|facepunch 👊|fist ✊|call_me_hand 🤙|open_hands 👐|palms_up_together 🤲
Faces|smile 😄|smiley 😃|grinning 😀|grin 😁|laughing 😆|joy 😂|rolling_on_the_floor_laughing 🤣|sweat_smile 😅|slightly_smiling_face 🙂|upside_down_face 🙃|wink 😉|blush 😊|innocent 😇|heart_eyes 😍|star-struck 🤩|yum 😋|sunglasses 😎|nerd_face 🤓|thinking_face 🤔|face_with_raised_eyebrow 🤨|neutral_face 😐|expressionless 😑|unamused 😒|face_with_rolling_eyes 🙄|grimacing 😬|relieved 😌|pensive 😔|sleeping 😴|zzz 💤|confused 😕|worried 😟|slightly_frowning_face 🙁|open_mouth 😮|astonished 😲|flushed 😳|cry 😢|sob 😭|scream 😱|sweat 😓|triumph 😤|rage 😡|exploding_head 🤯|partying_face 🥳|shrug 🤷|facepalm 🤦|saluting_face 🫡|melting_face 🫠|robot_face 🤖|ghost 👻|skull 💀|clown_face 🤡|see_no_evil 🙈|eyes 👀|eye 👁️|brain 🧠
Signs|white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|x ❌|negative_squared_cross_mark ❎|heavy_plus_sign ➕|heavy_minus_sign ➖|question ❓|grey_question ❔|exclamation ❗|grey_exclamation ❕|warning ⚠️|no_entry ⛔|no_entry_sign 🚫|octagonal_sign 🛑|rotating_light 🚨|information_source ℹ️|100 💯|arrow_up ⬆️|arrow_down ⬇️|arrow_left ⬅️|arrow_right ➡️|arrow_upper_right ↗️|arrow_lower_right ↘️|arrows_counterclockwise 🔄|repeat 🔁|recycle ♻️|leftwards_arrow_with_hook ↩️|red_circle 🔴|large_orange_circle 🟠|large_yellow_circle 🟡|large_green_circle 🟢|large_blue_circle 🔵|large_purple_circle 🟣|white_circle ⚪|black_circle ⚫|large_orange_diamond 🔶|small_orange_diamond 🔸|large_blue_diamond 🔷|small_blue_diamond 🔹|black_small_square ▪️|white_medium_square ◻️|large_green_square 🟩|large_red_square 🟥|large_yellow_square 🟨|one 1️⃣|two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣|zero 0️⃣|hourglass ⌛|hourglass_flowing_sand ⏳|stopwatch ⏱️|alarm_clock ⏰|clock3 🕒|new 🆕|ok 🆗|sos 🆘|speech_balloon 💬|left_speech_bubble 🗨️|thought_balloon 💭
Work|tada 🎉|confetti_ball 🎊|trophy 🏆|medal 🏅|first_place_medal 🥇|second_place_medal 🥈|third_place_medal 🥉|dart 🎯|rocket 🚀|sparkles ✨|star ⭐|star2 🌟|zap ⚡|boom 💥|bulb 💡|moneybag 💰|dollar 💵|euro 💶|credit_card 💳|chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|bar_chart 📊|clipboard 📋|memo 📝|pencil 📝|pencil2 ✏️|book 📖|books 📚|bookmark 🔖|bookmark_tabs 📑|page_facing_up 📄|newspaper 📰|file_folder 📁|open_file_folder 📂|card_index 📇|calendar 📆|date 📅|spiral_calendar_pad 🗓️|pushpin 📌|round_pushpin 📍|paperclip 📎|link 🔗|email 📧|envelope ✉️|incoming_envelope 📨|inbox_tray 📥|outbox_tray 📤|package 📦|mailbox 📫|telephone_receiver 📞|phone ☎️|iphone 📱|computer 💻|desktop_computer 🖥️|mag 🔍|mag_right 🔎|lock 🔒|unlock 🔓|key 🔑|hammer 🔨|wrench 🔧|hammer_and_wrench 🛠️|gear ⚙️|bell 🔔|no_bell 🔕|loudspeaker 📢|mega 📣|shield 🛡️|label 🏷️|ticket 🎫|scales ⚖️|crystal_ball 🔮|gift 🎁|checkered_flag 🏁|triangular_flag_on_post 🚩|construction 🚧|briefcase 💼|office 🏢|factory 🏭|bust_in_silhouette 👤|busts_in_silhouette 👥|seedling 🌱|herb 🌿|evergreen_tree 🌲|sunny ☀️|partly_sunny ⛅|cloud ☁️|rain_cloud 🌧️|snowflake ❄️|rainbow 🌈|coffee ☕|tea 🍵|beer 🍺|beers 🍻|champagne 🍾|pizza 🍕|cake 🍰|birthday 🎂|popcorn 🍿|apple 🍎
Hearts and more|heart ❤️|orange_heart 🧡|yellow_heart 💛|green_heart 💚|blue_heart 💙|purple_heart 💜|black_heart 🖤|broken_heart 💔|heavy_heart_exclamation_mark_ornament ❣️|earth_africa 🌍|earth_americas 🌎|globe_with_meridians 🌐|truck 🚚|ship 🚢|airplane ✈️|car 🚗|train2 🚆|bike 🚲|house 🏠|dog 🐶|cat 🐱|bee 🐝|turtle 🐢|whale 🐳|unicorn_face 🦄|owl 🦉|penguin 🐧|four_leaf_clover 🍀|palm_tree 🌴|beach_with_umbrella 🏖️|soccer ⚽|musical_note 🎵|art 🎨|video_game 🎮|flag-de 🇩🇪|flag-us 🇺🇸|us 🇺🇸|de 🇩🇪|flag-gb 🇬🇧|gb 🇬🇧|flag-fr 🇫🇷|fr 🇫🇷|flag-nl 🇳🇱|flag-at 🇦🇹|flag-ch 🇨🇭|flag-es 🇪🇸|flag-it 🇮🇹|flag-se 🇸🇪`;

const TONES = { 2: "🏻", 3: "🏼", 4: "🏽", 5: "🏾", 6: "🏿" };

/** Group title → [[name, character]], in the order offered. */
export const GROUPS = TABLE.trim()
  .split("\n")
  .map((line) => {
    const [title, ...entries] = line.split("|");
    return [title, entries.map((entry) => entry.split(" "))];
  });

const CHARACTERS = new Map(GROUPS.flatMap(([, entries]) => entries));
CHARACTERS.set("raised_hand_with_fingers_splayed", "🖐️");
CHARACTERS.set("simple_smile", "🙂");
CHARACTERS.set("thinking", "🤔");
CHARACTERS.set("hugging_face", "🤗");
CHARACTERS.set("robot", "🤖");
CHARACTERS.set("red_heart", "❤️");
CHARACTERS.set("checkmark", "✔️");
CHARACTERS.set("trash", "🗑️");

export const OFFERED_FIRST = GROUPS[0][1];

/** The character for a name ("fire", "+1", "+1::skin-tone-3"), or null if it is not in the map. */
export function emojiFor(name) {
  const [base, tone] = String(name).split("::");
  const found = CHARACTERS.get(base);
  if (!found) return null;
  const mark = tone?.startsWith("skin-tone-") ? TONES[tone.slice(-1)] : null;
  return mark ? found.replace("\uFE0F", "") + mark : found;
}
